package org.healthpassport.keymanagement;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthpassport.keymanagement.JsonHttp.Answer;
import org.healthpassport.keymanagement.MasterKeys.Environment;
import org.healthpassport.vault.key.file.KeysAway;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key of the transit engine of HashiCorp Vault, or of OpenBao, over its HTTP API.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit">Transit secrets engine</a>
 */
final class VaultTransit implements Aead {
    private static final Pattern KEY = Pattern.compile("([^/]+)/(.+)/keys/([A-Za-z0-9._-]+)");

    private final String name;
    private final URI encrypt;
    private final URI decrypt;
    private final String rights;
    private final Environment environment;
    private final JsonHttp http;

    VaultTransit(MasterKeyUrl url, Environment environment) {
        Matcher key = KEY.matcher(url.key());
        if (!key.matches()) {
            throw url.malformed("vault://host:8200/transit/keys/name");
        }
        URI server = url.endpoint().orElseGet(() -> URI.create("https://" + key.group(1)));
        this.name = url.name();
        this.encrypt = server.resolve("/v1/%s/encrypt/%s".formatted(key.group(2), key.group(3)));
        this.decrypt = server.resolve("/v1/%s/decrypt/%s".formatted(key.group(2), key.group(3)));
        this.rights = "update on %1$s/encrypt/%2$s and %1$s/decrypt/%2$s".formatted(key.group(2), key.group(3));
        this.environment = environment;
        this.http = new JsonHttp(name, trusted(environment.get("VAULT_CACERT")));
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return call(encrypt, Map.of("plaintext", base64(plaintext), "associated_data", base64(associatedData)))
                .path("ciphertext")
                .asString("")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        Map<String, String> sealed = Map.of(
                "ciphertext",
                new String(ciphertext, StandardCharsets.UTF_8),
                "associated_data",
                base64(associatedData));
        return Base64.getDecoder()
                .decode(call(decrypt, sealed).path("plaintext").asString(""));
    }

    private JsonNode call(URI address, Map<String, String> body) throws GeneralSecurityException {
        Answer answer = http.post(address, headers(), body);
        String errors = answer.body().path("errors").toString();
        if (answer.status() == 200) {
            return answer.body().path("data");
        }
        if (answer.passes() || answer.status() >= 500) {
            throw new KeysAway("Expected %s to answer, but it answered %d.".formatted(name, answer.status()));
        }
        if (answer.status() == 400 && address.equals(decrypt) && !errors.contains("not found")) {
            throw new GeneralSecurityException("Vault did not decrypt these bytes: " + errors);
        }
        throw new IllegalStateException(
                "Expected %s to accept the token in VAULT_TOKEN, but it answered %d %s; give the token the right %s, and create the key there, of type aes256-gcm96.%s"
                        .formatted(
                                name, answer.status(), errors, rights, Clocks.words(answer.date(), Clock.systemUTC())));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Vault-Request", "true");
        headers.put("X-Vault-Token", token());
        String namespace = environment.get("VAULT_NAMESPACE");
        if (namespace != null && !namespace.isBlank()) {
            headers.put("X-Vault-Namespace", namespace);
        }
        return headers;
    }

    /** Read anew for each call: an agent that renews tokens writes them to a file. */
    private String token() {
        String token = environment.get("VAULT_TOKEN");
        String file = environment.get("VAULT_TOKEN_FILE");
        try {
            if (file != null && !file.isBlank()) {
                token = Files.readString(Path.of(file)).strip();
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Expected VAULT_TOKEN_FILE to name a file with a token for %s, but it cannot be read."
                            .formatted(name),
                    e);
        }
        if (token == null || token.isBlank()) {
            throw new IllegalStateException(
                    "Expected a token for %s in VAULT_TOKEN, or in the file that VAULT_TOKEN_FILE names, but there is none."
                            .formatted(name));
        }
        return token;
    }

    private static @Nullable SSLContext trusted(@Nullable String file) {
        if (file == null || file.isBlank()) {
            return null;
        }
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int count = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("authority-" + count++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Expected VAULT_CACERT to name a file with certificates in PEM, but it does not.", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
