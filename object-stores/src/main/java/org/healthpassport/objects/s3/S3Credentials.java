package org.healthpassport.objects.s3;

import org.healthpassport.objects.kind.StoreEnvironment;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of this service: those of the settings or, where there are none, those that AWS' own chain finds. */
final class S3Credentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String TOKEN = "AWS_SESSION_TOKEN";

    private final AwsCredentialsProvider chain;
    private volatile boolean foundBefore;

    S3Credentials(AwsCredentialsProvider chain) {
        this.chain = chain;
    }

    /** @throws IllegalArgumentException when only one of the two settings is there */
    static AwsCredentialsProvider of(StoreEnvironment environment) {
        String id = environment.get(ID);
        String secret = environment.get(SECRET);
        if (id == null && secret == null) {
            return new S3Credentials(DefaultCredentialsProvider.builder().build());
        }
        return StaticCredentialsProvider.create(
                given(required(ID, id, SECRET), required(SECRET, secret, ID), environment.get(TOKEN)));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            AwsCredentials found = chain.resolveCredentials();
            foundBefore = true;
            return found;
        } catch (SdkClientException e) {
            // Once there were some, it is a service of AWS that is away.
            throw foundBefore ? e : new NoCredentials(e);
        }
    }

    @Override
    public void close() {
        IoUtils.closeIfCloseable(chain, null);
    }

    private static AwsCredentials given(String id, String secret, @Nullable String token) {
        return token == null ? AwsBasicCredentials.create(id, secret) : AwsSessionCredentials.create(id, secret, token);
    }

    private static String required(String name, @Nullable String value, String other) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "Expected %s to be set because %s is, but it is not.".formatted(name, other));
        }
        return value;
    }

    /** AWS' own chain found no credentials anywhere. */
    static final class NoCredentials extends SdkClientException {
        private static final long serialVersionUID = 1L;

        private NoCredentials(SdkClientException cause) {
            super(SdkClientException.builder()
                    .message("No credentials were found.")
                    .cause(cause));
        }
    }
}
