package org.healthpassport.keymanagement;

import com.google.auth.Retryable;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthpassport.keymanagement.JsonHttp.Answer;
import org.healthpassport.keymanagement.MasterKeys.Environment;
import org.healthpassport.vault.key.file.KeysAway;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A symmetric key of Google Cloud KMS over its REST API, with Google's application default credentials.
 *
 * @see <a href="https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys">CryptoKeys</a>
 */
final class GoogleKms implements Aead {
    private static final Pattern KEY =
            Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/:]+");
    private static final URI GOOGLE = URI.create("https://cloudkms.googleapis.com/");
    private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
    private static final String DATA = "additionalAuthenticatedData";

    private final String name;
    private final URI encrypt;
    private final URI decrypt;
    private final Environment environment;
    private final JsonHttp http;
    private @Nullable GoogleCredentials credentials;

    GoogleKms(MasterKeyUrl url, Environment environment) {
        if (!KEY.matcher(url.key()).matches()) {
            throw url.malformed("gcp-kms://projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k");
        }
        URI server = url.endpoint().orElse(GOOGLE);
        this.name = url.name();
        this.encrypt = server.resolve("/v1/" + url.key() + ":encrypt");
        this.decrypt = server.resolve("/v1/" + url.key() + ":decrypt");
        this.environment = environment;
        this.http = new JsonHttp(name, null);
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return bytes(call(encrypt, Map.of("plaintext", base64(plaintext), DATA, base64(associatedData)))
                .path("ciphertext"));
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        return bytes(call(decrypt, Map.of("ciphertext", base64(ciphertext), DATA, base64(associatedData)))
                .path("plaintext"));
    }

    private JsonNode call(URI address, Map<String, String> body) throws GeneralSecurityException {
        Answer answer = http.post(address, Map.of("Authorization", "Bearer " + token()), body);
        String status = answer.body().path("error").path("status").asString("");
        if (answer.status() == 200) {
            return answer.body();
        }
        if (answer.passes()) {
            throw new KeysAway("Expected %s to answer, but it answered %d.".formatted(name, answer.status()));
        }
        if (address.equals(decrypt) && status.equals("INVALID_ARGUMENT")) {
            throw new GeneralSecurityException("Google Cloud KMS did not decrypt these bytes: " + status);
        }
        throw new IllegalStateException(
                "Expected %s to accept the credentials, but it answered %d %s; give them the role roles/cloudkms.cryptoKeyEncrypterDecrypter on an enabled key.%s"
                        .formatted(name, answer.status(), status, Clocks.words(answer.date(), Clock.systemUTC())));
    }

    private synchronized String token() {
        try {
            GoogleCredentials found = credentials;
            if (found == null) {
                // The caller tries again itself; four attempts of 20 s would take too long.
                found = credentials().createScoped(SCOPE).createWithCustomRetryStrategy(false);
                credentials = found;
            }
            found.refreshIfExpired();
            AccessToken token = found.getAccessToken();
            if (token == null) {
                throw new IOException("Expected a token, but there is none.");
            }
            return token.getTokenValue();
        } catch (IOException e) {
            if (e instanceof Retryable retryable && retryable.isRetryable()) {
                throw new KeysAway("Expected Google to give a token for %s, but it did not answer.".formatted(name), e);
            }
            throw new IllegalStateException(
                    "Expected credentials for %s that Google accepts, but there are none; set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account, and check the clock of this machine."
                            .formatted(name),
                    e);
        }
    }

    private GoogleCredentials credentials() throws IOException {
        String file = environment.get("GOOGLE_APPLICATION_CREDENTIALS");
        if (file == null || file.isBlank()) {
            return GoogleCredentials.getApplicationDefault();
        }
        try (InputStream json = Files.newInputStream(Path.of(file))) {
            return GoogleCredentials.fromStream(json);
        }
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asString(""));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
