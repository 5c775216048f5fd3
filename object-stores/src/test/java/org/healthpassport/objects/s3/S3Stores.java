package org.healthpassport.objects.s3;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens stores that give up soon. */
final class S3Stores {
    /** For stores that answer, on a machine that has much else to do. */
    static final S3CallSettings PATIENT =
            new S3CallSettings(Duration.ofSeconds(5), Duration.ofSeconds(15), 3, Duration.ofMillis(10));

    /** For stores that fail again and again, or say nothing. */
    static final S3CallSettings SHORT =
            new S3CallSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), 2, Duration.ofMillis(10));

    private S3Stores() {}

    static S3ObjectStore open(String url, StoreEnvironment environment, S3CallSettings patience) {
        return open(url, environment, patience, client -> {});
    }

    static S3ObjectStore open(
            String url, StoreEnvironment environment, S3CallSettings patience, Consumer<S3ClientBuilder> change) {
        S3Settings settings = S3Settings.of(StoreUrl.of("STORAGE_URL", URI.create(url)), environment);
        S3ClientBuilder client = S3Clients.builder(settings, S3Credentials.of(environment), patience);
        change.accept(client);
        return new S3ObjectStore(client.build(), settings, patience);
    }
}
