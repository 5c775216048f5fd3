package org.healthpassport.objects.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Sets AWS' library up to speak to any S3 store, and to give up in time. */
final class S3Clients {
    /** Each reader of an object holds a connection. */
    private static final int CONNECTIONS = 256;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private S3Clients() {}

    static S3ClientBuilder builder(S3Settings settings, AwsCredentialsProvider credentials, S3CallSettings patience) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(patience.connect())
                        .socketTimeout(patience.read())
                        .maxConnections(CONNECTIONS)
                        .tcpKeepAlive(true))
                .overrideConfiguration(calls(patience));
        withoutExtensions(builder);
        return settings.endpoint() == null ? builder : builder.endpointOverride(settings.endpoint());
    }

    /** Other stores than AWS' do not know its newer checksums and encodings; MD5 and the signature are known to all. */
    private static void withoutExtensions(S3ClientBuilder builder) {
        builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build());
    }

    private static ClientOverrideConfiguration calls(S3CallSettings patience) {
        BackoffStrategy pauses = BackoffStrategy.exponentialDelay(patience.pause(), LONGEST_PAUSE);
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(patience.call())
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(patience.attempts())
                        .backoffStrategy(pauses)
                        .throttlingBackoffStrategy(pauses)
                        .build())
                .build();
    }
}
