package org.healthpassport.keymanagement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class GoogleKmsTest implements StandInContract {
    private static final String KEY = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/health-passport";
    private static final KeyPair ACCOUNT = keyPair();

    @TempDir
    Path folder;

    private final Service service = new Service();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldTellToCheckTheClock() {
        // given
        service.clockIsAheadBy(Duration.ofHours(2));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> key().encrypt(SECRET, DATA))
                .withMessageContaining("check the clock of this machine");
    }

    @Override
    public int callsOfOneDecryption() {
        return 2;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public FileProtection protection() {
        return protection(KEY, Map.of("GOOGLE_APPLICATION_CREDENTIALS", file(ACCOUNT)));
    }

    @Override
    public FileProtection withWrongCredentials() {
        return protection(KEY, Map.of("GOOGLE_APPLICATION_CREDENTIALS", file(keyPair())));
    }

    @Override
    public FileProtection withoutCredentials() {
        return protection(
                KEY,
                Map.of(
                        "GOOGLE_APPLICATION_CREDENTIALS",
                        folder.resolve("missing").toString()));
    }

    @Override
    public FileProtection ofUnknownKey() {
        return protection(KEY + "-unknown", Map.of("GOOGLE_APPLICATION_CREDENTIALS", file(ACCOUNT)));
    }

    @Override
    public String credentials() {
        return "GOOGLE_APPLICATION_CREDENTIALS";
    }

    private FileProtection protection(String key, Map<String, String> environment) {
        return MasterKeys.protection(
                "gcp-kms://%s?endpoint=%s".formatted(key, service.address()), null, environment::get);
    }

    private String file(KeyPair account) {
        try {
            Path file = Files.createTempFile(folder, "account", ".json");
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(account.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            Files.write(
                    file,
                    StandIn.JSON.writeValueAsBytes(Map.of(
                            "type",
                            "service_account",
                            "client_id",
                            "1",
                            "client_email",
                            "health-passport@p.iam.gserviceaccount.com",
                            "private_key_id",
                            "1",
                            "private_key",
                            pem,
                            "token_uri",
                            service.address() + "/token")));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** See https://cloud.google.com/kms/docs/reference/rest and RFC 7523 for the token. */
    private static final class Service extends StandIn {
        private static final String TOKEN = "ya29.right";

        @Override
        Reply reply(Request request) throws GeneralSecurityException {
            if (request.path().equals("/token")) {
                return token(new String(request.body(), UTF_8));
            }
            if (!request.header("Authorization").equals("Bearer " + TOKEN)) {
                return error(401, "UNAUTHENTICATED");
            }
            if (!request.path().startsWith("/v1/" + KEY + ":")) {
                return error(404, "NOT_FOUND");
            }
            Aead key = key(KEY);
            byte[] data = bytes(request, "additionalAuthenticatedData");
            if (request.path().endsWith(":encrypt")) {
                return answer("ciphertext", key.encrypt(bytes(request, "plaintext"), data));
            }
            try {
                return answer("plaintext", key.decrypt(bytes(request, "ciphertext"), data));
            } catch (GeneralSecurityException changed) {
                return error(400, "INVALID_ARGUMENT");
            }
        }

        private Reply token(String form) throws GeneralSecurityException {
            String assertion = URLDecoder.decode(form.replaceFirst(".*assertion=([^&]*).*", "$1"), UTF_8);
            String[] parts = assertion.split("\\.");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(ACCOUNT.getPublic());
            signature.update((parts[0] + '.' + parts[1]).getBytes(UTF_8));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
            boolean inTime = Duration.between(issued, now()).abs().compareTo(Duration.ofMinutes(10)) < 0;
            return signature.verify(Base64.getUrlDecoder().decode(parts[2])) && inTime
                    ? new Reply(200, Map.of("access_token", TOKEN, "expires_in", 3599, "token_type", "Bearer"))
                    : new Reply(400, Map.of("error", "invalid_grant", "error_description", "Invalid JWT"));
        }

        private static byte[] bytes(Request request, String member) {
            return Base64.getDecoder().decode(request.json().path(member).asString());
        }

        private static Reply answer(String member, byte[] bytes) {
            return new Reply(
                    200, Map.of("name", KEY, member, Base64.getEncoder().encodeToString(bytes)));
        }

        private static Reply error(int code, String status) {
            return new Reply(code, Map.of("error", Map.of("code", code, "status", status, "message", status)));
        }
    }
}
