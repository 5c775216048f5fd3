package org.healthpassport.objects.firebase;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Google's token server: gives a token to the one service account that signs with its key, and knows it again. */
final class StandinTokens {
    static final String ACCOUNT = "health-passport@stand-in.iam.gserviceaccount.com";

    /** The library signs for Google's own server, whatever the key file says. */
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";

    private static final String KEY_ID = "0123456789abcdef";
    private static final long HOUR = 3600;
    private static final long TOLERATED = 300;
    private static final KeyPair KEY = newKey();

    private final Map<String, Instant> expiryByToken = new ConcurrentHashMap<>();
    private final String url;
    private volatile int refusedWith;
    private volatile Clock clock = Clock.systemUTC();

    /** @param url of the token server, for key files */
    StandinTokens(String url) {
        this.url = url;
    }

    void useClock(Clock other) {
        clock = other;
    }

    /** Answers with a status and nothing else. */
    void refuseWith(int status) {
        refusedWith = status;
    }

    /** Writes a key file as Google's console makes them. */
    void writeKeyFile(Path file) {
        write(file, KEY);
    }

    /** Writes such a file with a key that does not belong to the account. */
    void writeKeyFileOfAStranger(Path file) {
        write(file, newKey());
    }

    /** Forgets the tokens that it gave. */
    void revokeAll() {
        expiryByToken.clear();
    }

    boolean isValid(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        Instant expiry = expiryByToken.get(authorization.substring("Bearer ".length()));
        return expiry != null && clock.instant().isBefore(expiry);
    }

    void answer(StandinCall call) throws IOException {
        Map<String, String> form = call.form();
        if (refusedWith != 0) {
            call.answer(refusedWith);
            return;
        }
        String refusal = "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                ? refusal(form.getOrDefault("assertion", ""))
                : "Invalid grant type.";
        JsonObject answer = new JsonObject();
        if (refusal != null) {
            answer.addProperty("error", "invalid_grant");
            answer.addProperty("error_description", refusal);
            call.answer(400, answer);
            return;
        }
        String token = "ya29." + UUID.randomUUID();
        expiryByToken.put(token, clock.instant().plusSeconds(HOUR));
        answer.addProperty("access_token", token);
        answer.addProperty("expires_in", HOUR);
        answer.addProperty("token_type", "Bearer");
        call.answer(200, answer);
    }

    private @Nullable String refusal(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3 || !isSigned(parts)) {
            return "Invalid JWT Signature.";
        }
        JsonObject claims = JsonParser.parseString(
                        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .getAsJsonObject();
        if (!claims.get("iss").getAsString().equals(ACCOUNT)) {
            return "Invalid grant: account not found";
        }
        long now = clock.instant().getEpochSecond();
        long issued = claims.get("iat").getAsLong();
        long expires = claims.get("exp").getAsLong();
        if (issued > now + TOLERATED || expires < now - TOLERATED || expires - issued > HOUR) {
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
        }
        List<String> scopes = List.of(claims.get("scope").getAsString().split(" "));
        return List.of(url, GOOGLE).contains(claims.get("aud").getAsString())
                        && (scopes.contains("https://www.googleapis.com/auth/cloud-platform")
                                || scopes.contains("https://www.googleapis.com/auth/devstorage.read_write"))
                ? null
                : "Invalid audience or scope.";
    }

    private static boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEY.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private void write(Path file, KeyPair key) {
        JsonObject json = new JsonObject();
        json.addProperty("type", "service_account");
        json.addProperty("project_id", "stand-in");
        json.addProperty("private_key_id", KEY_ID);
        json.addProperty(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        json.addProperty("client_email", ACCOUNT);
        json.addProperty("client_id", "100000000000000000001");
        json.addProperty("token_uri", url);
        try {
            Files.writeString(file, json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
