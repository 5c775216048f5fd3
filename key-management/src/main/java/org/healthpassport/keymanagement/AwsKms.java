package org.healthpassport.keymanagement;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.keymanagement.MasterKeys.Environment;
import org.healthpassport.vault.key.file.KeysAway;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * A symmetric key of AWS KMS, with the credentials of AWS' own chain. The associated data is a part of the encryption
 * context, in the form of Tink's client, so that Tink's tools open the same files.
 */
final class AwsKms implements Aead {
    private static final Pattern KEY = Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):\\d+:key/[A-Za-z0-9-]+");
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    private static final String CONTEXT = "associatedData";
    /** It decrypts nothing with this key that it did not encrypt. */
    private static final Set<String> NOT_OURS = Set.of("InvalidCiphertextException", "IncorrectKeyException");

    private static final Set<String> PASSING =
            Set.of("DependencyTimeoutException", "KMSInternalException", "ThrottlingException");

    private final String name;
    private final String key;
    private final KmsClient kms;

    AwsKms(MasterKeyUrl url, Environment environment) {
        this(url, DefaultCredentialsProvider.builder().build());
    }

    AwsKms(MasterKeyUrl url, AwsCredentialsProvider credentials) {
        Matcher arn = KEY.matcher(url.key());
        if (!arn.matches()) {
            throw url.malformed("aws-kms://arn:aws:kms:eu-central-1:111122223333:key/id");
        }
        this.name = url.name();
        this.key = url.key();
        KmsClientBuilder builder = KmsClient.builder()
                .region(Region.of(arn.group(1)))
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(settings -> settings.apiCallTimeout(ANSWERED_WITHIN));
        Optional<URI> endpoint = url.endpoint();
        this.kms = endpoint.map(builder::endpointOverride).orElse(builder).build();
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return call(client -> client.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromByteArray(plaintext))
                        .encryptionContext(context(associatedData)))
                .ciphertextBlob());
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        return call(client -> client.decrypt(request -> request.keyId(key)
                        .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                        .encryptionContext(context(associatedData)))
                .plaintext());
    }

    private byte[] call(Function<KmsClient, SdkBytes> request) throws GeneralSecurityException {
        try {
            return request.apply(kms).asByteArray();
        } catch (KmsException refused) {
            throw refusal(refused);
        } catch (SdkClientException failed) {
            if (String.valueOf(failed.getMessage()).contains("credentials")) {
                throw new IllegalStateException(
                        "Expected credentials for %s, but there are none; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role."
                                .formatted(name),
                        failed);
            }
            throw new KeysAway(
                    "Expected %s to answer, but it did not (%s)."
                            .formatted(name, failed.getClass().getSimpleName()),
                    new IOException(failed));
        }
    }

    private RuntimeException refusal(KmsException refused) throws GeneralSecurityException {
        String code = refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
        if (NOT_OURS.contains(code)) {
            throw new GeneralSecurityException("AWS KMS did not decrypt these bytes: " + code, refused);
        }
        if (refused.statusCode() >= 500 || PASSING.contains(code)) {
            return new KeysAway(
                    "Expected %s to answer, but it answered %d %s.".formatted(name, refused.statusCode(), code),
                    new IOException(refused));
        }
        return new IllegalStateException(
                "Expected %s to accept the credentials, but it answered %d %s; give them the rights kms:Encrypt and kms:Decrypt on an enabled key for encryption.%s"
                        .formatted(name, refused.statusCode(), code, clock(refused)),
                refused);
    }

    private static String clock(KmsException refused) {
        return Clocks.words(
                Clocks.parse(Optional.ofNullable(refused.awsErrorDetails())
                        .map(details -> details.sdkHttpResponse())
                        .flatMap(response -> response.firstMatchingHeader("Date"))),
                Clock.systemUTC());
    }

    private static Map<String, String> context(byte[] associatedData) {
        return Map.of(CONTEXT, HexFormat.of().formatHex(associatedData));
    }
}
