package org.healthpassport.keymanagement;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTransitTest implements StandInContract {
    private static final String TOKEN = "hvs.right";

    private final Service service = new Service();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldTakeTokenFromFileAndReadItAnew(@TempDir Path folder) throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("token"), SECRET_CREDENTIAL);
        Aead key = protection("health-passport", Map.of("VAULT_TOKEN_FILE", file.toString()))
                .master()
                .aead();
        assertThatIllegalStateException().isThrownBy(() -> key.encrypt(SECRET, DATA));

        // when
        Files.writeString(file, TOKEN + "\n");

        // then
        key.encrypt(SECRET, DATA);
    }

    @Test
    void shouldTellThatTheClockIsWrong() {
        // given
        service.clockIsAheadBy(Duration.ofMinutes(-30));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> withWrongCredentials().master().aead().encrypt(SECRET, DATA))
                .withMessageMatching(
                        ".*The clock of this machine is (29|30) minutes ahead of that of the service: set it\\.");
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public FileProtection protection() {
        return protection("health-passport", Map.of("VAULT_TOKEN", TOKEN));
    }

    @Override
    public FileProtection withWrongCredentials() {
        return protection("health-passport", Map.of("VAULT_TOKEN", SECRET_CREDENTIAL));
    }

    @Override
    public FileProtection withoutCredentials() {
        return protection("health-passport", Map.of());
    }

    @Override
    public FileProtection ofUnknownKey() {
        return protection("unknown", Map.of("VAULT_TOKEN", TOKEN));
    }

    @Override
    public String credentials() {
        return "VAULT_TOKEN";
    }

    private FileProtection protection(String key, Map<String, String> environment) {
        return MasterKeys.protection(
                "vault://vault.example.org:8200/transit/keys/%s?endpoint=%s".formatted(key, service.address()),
                null,
                environment::get);
    }

    /** See https://developer.hashicorp.com/vault/api-docs/secret/transit. */
    private static final class Service extends StandIn {
        private static final String VERSION = "vault:v1:";

        @Override
        Reply reply(Request request) {
            if (!request.header("X-Vault-Token").equals(TOKEN)) {
                return errors(403, "permission denied");
            }
            if (request.path().equals("/v1/transit/encrypt/health-passport")) {
                return encrypt(request);
            }
            return request.path().equals("/v1/transit/decrypt/health-passport")
                    ? decrypt(request)
                    : errors(400, "encryption key not found");
        }

        private Reply encrypt(Request request) {
            try {
                byte[] sealed =
                        key("health-passport").encrypt(bytes(request, "plaintext"), bytes(request, "associated_data"));
                return data("ciphertext", VERSION + Base64.getEncoder().encodeToString(sealed));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private Reply decrypt(Request request) {
            String sealed = request.json().path("ciphertext").asString();
            if (!sealed.startsWith(VERSION)) {
                return errors(400, "invalid ciphertext: no prefix");
            }
            try {
                byte[] opened = key("health-passport")
                        .decrypt(
                                Base64.getDecoder().decode(sealed.substring(VERSION.length())),
                                bytes(request, "associated_data"));
                return data("plaintext", Base64.getEncoder().encodeToString(opened));
            } catch (GeneralSecurityException | IllegalArgumentException changed) {
                return errors(400, "cipher: message authentication failed");
            }
        }

        private static byte[] bytes(Request request, String member) {
            return Base64.getDecoder()
                    .decode(request.json().path(member).asString().getBytes(StandardCharsets.US_ASCII));
        }

        private static Reply data(String member, String value) {
            return new Reply(200, Map.of("data", Map.of(member, value)));
        }

        private static Reply errors(int status, String error) {
            return new Reply(status, Map.of("errors", List.of(error)));
        }
    }
}
