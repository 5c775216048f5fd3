package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreRefused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/** The checks at a start end in one clear sentence. */
class S3RefusalsTest {
    @TempDir
    static Path folder;

    static S3Standin standin;

    @BeforeAll
    static void start() throws IOException {
        standin = S3Standin.start(folder.resolve("objects"));
    }

    @AfterAll
    static void stop() throws IOException {
        standin.close();
    }

    @Test
    void shouldPassTheChecksOfAStart() {
        try (ObjectStore store = S3Stores.open(standin.storageUrl(), standin.environment(), S3Stores.SHORT)) {
            StoreCheck.requireReadable(store);
            StoreCheck.requireWritable(store);
            assertThat(store.list("").toList()).isEmpty();
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchBucket() {
        assertRefused("s3://elsewhere?endpoint=" + standin.url(), standin.environment(), "the bucket", "NoSuchBucket");
    }

    @Test
    void shouldSayThatTheSecretIsWrong() {
        assertRefused(
                standin.storageUrl(),
                Map.of("AWS_ACCESS_KEY_ID", "stand-in", "AWS_SECRET_ACCESS_KEY", "planted-secret")::get,
                "valid credentials",
                "SignatureDoesNotMatch");
    }

    @Test
    void shouldSayThatTheKeyIsUnknown() {
        assertRefused(
                standin.storageUrl(),
                Map.of("AWS_ACCESS_KEY_ID", "planted-key", "AWS_SECRET_ACCESS_KEY", "planted-secret")::get,
                "valid credentials",
                "InvalidAccessKeyId");
    }

    @Test
    void shouldSayThatTheClockIsWrong() {
        assertRefused(
                standin.storageUrl(),
                standin.environment(),
                S3RefusalsTest::signedTomorrow,
                "the clock of this machine",
                "RequestTimeTooSkewed");
    }

    @Test
    void shouldSayThatNobodyGaveCredentials() {
        assertRefused(
                standin.storageUrl(),
                standin.environment(),
                client -> client.credentialsProvider(new S3Credentials(SystemPropertyCredentialsProvider.create())),
                "credentials of the object store, but there are none",
                "AWS_ACCESS_KEY_ID");
    }

    private static void assertRefused(String url, StoreEnvironment environment, String... parts) {
        assertRefused(url, environment, client -> {}, parts);
    }

    private static void assertRefused(
            String url, StoreEnvironment environment, Consumer<S3ClientBuilder> change, String... parts) {
        try (ObjectStore store = S3Stores.open(url, environment, S3Stores.SHORT, change)) {
            for (ThrowingCallable check : List.<ThrowingCallable>of(
                    () -> StoreCheck.requireReadable(store), () -> StoreCheck.requireWritable(store))) {
                assertThatExceptionOfType(StoreRefused.class)
                        .isThrownBy(check)
                        .withMessageContainingAll(parts)
                        .withMessageNotContainingAny("planted", "127.0.0.1", "elsewhere");
            }
        }
    }

    private static void signedTomorrow(S3ClientBuilder client) {
        S3AuthSchemeProvider usual = S3AuthSchemeProvider.defaultProvider();
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        client.authSchemeProvider(request -> usual.resolveAuthScheme(request).stream()
                .map(option -> option.toBuilder()
                        .putSignerProperty(AwsV4HttpSigner.SIGNING_CLOCK, tomorrow)
                        .build())
                .toList());
    }
}
