package org.healthpassport.keymanagement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.MasterKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class AwsKmsTest implements StandInContract {
    private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private final Service service = new Service();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldWorkWithClockThatIsWrong() throws Exception {
        // given
        service.clockIsAheadBy(Duration.ofHours(2));

        // when, then
        assertThat(key().decrypt(key().encrypt(SECRET, DATA), DATA)).isEqualTo(SECRET);
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public FileProtection protection() {
        return protection(ARN, StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET_KEY)));
    }

    @Override
    public FileProtection withWrongCredentials() {
        return protection(ARN, StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET_CREDENTIAL)));
    }

    @Override
    public FileProtection withoutCredentials() {
        return protection(ARN, AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create()));
    }

    @Override
    public FileProtection ofUnknownKey() {
        return protection(
                ARN.replace("1234abcd", "00000000"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET_KEY)));
    }

    @Override
    public String credentials() {
        return "AWS_ACCESS_KEY_ID";
    }

    private FileProtection protection(String arn, AwsCredentialsProvider credentials) {
        MasterKeyUrl url = MasterKeyUrl.parse("aws-kms://%s?endpoint=%s".formatted(arn, service.address()), "KEY");
        return FileProtection.by(new MasterKey(url.name(), new AwsKms(url, credentials)));
    }

    /**
     * See https://docs.aws.amazon.com/kms/latest/APIReference and, for the signature,
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
     */
    private static final class Service extends StandIn {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

        @Override
        Reply reply(Request request) throws GeneralSecurityException {
            Instant signed = Instant.from(TIME.parse(request.header("X-Amz-Date")));
            if (Duration.between(signed, now()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
                return error("InvalidSignatureException", "Signature expired");
            }
            if (!isSigned(request)) {
                return error("InvalidSignatureException", "The request signature we calculated does not match");
            }
            if (!request.json().path("KeyId").asString().equals(ARN)) {
                return error("NotFoundException", "Key does not exist");
            }
            Aead key = key(ARN);
            byte[] context = request.json().path("EncryptionContext").toString().getBytes(UTF_8);
            if (request.header("X-Amz-Target").equals("TrentService.Encrypt")) {
                byte[] plaintext = Base64.getDecoder()
                        .decode(request.json().path("Plaintext").asString());
                return answer("CiphertextBlob", key.encrypt(plaintext, context));
            }
            try {
                byte[] sealed = Base64.getDecoder()
                        .decode(request.json().path("CiphertextBlob").asString());
                return answer("Plaintext", key.decrypt(sealed, context));
            } catch (GeneralSecurityException changed) {
                return error("InvalidCiphertextException", "");
            }
        }

        private static boolean isSigned(Request request) throws GeneralSecurityException {
            Map<String, String> parts = Arrays.stream(request.header("Authorization")
                            .substring("AWS4-HMAC-SHA256 ".length())
                            .split(", ?"))
                    .map(part -> part.split("=", 2))
                    .collect(Collectors.toMap(part -> part[0], part -> part[1]));
            String[] scope = parts.get("Credential").split("/", 2);
            String headers = Arrays.stream(parts.get("SignedHeaders").split(";"))
                    .map(name -> name + ":" + request.header(name).strip() + "\n")
                    .collect(Collectors.joining());
            String canonical = String.join(
                    "\n", "POST", request.path(), "", headers, parts.get("SignedHeaders"), sha256(request.body()));
            String toSign = String.join(
                    "\n",
                    "AWS4-HMAC-SHA256",
                    request.header("X-Amz-Date"),
                    scope[1],
                    sha256(canonical.getBytes(UTF_8)));
            byte[] key = ("AWS4" + SECRET_KEY).getBytes(UTF_8);
            for (String part : scope[1].split("/")) {
                key = hmac(key, part);
            }
            return scope[0].equals(ID)
                    && HexFormat.of().formatHex(hmac(key, toSign)).equals(parts.get("Signature"));
        }

        private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        }

        private static String sha256(byte[] bytes) throws GeneralSecurityException {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }

        private static Reply answer(String member, byte[] bytes) {
            return new Reply(
                    200, Map.of("KeyId", ARN, member, Base64.getEncoder().encodeToString(bytes)));
        }

        private static Reply error(String type, String message) {
            return new Reply(400, Map.of("__type", type, "message", message));
        }
    }
}
