package org.healthpassport.objects.firebase;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Settings for tests, which do not wait as long as a deployment does. */
final class Impatient {
    private Impatient() {}

    static FirebaseSettings settings(String bucket, int port, Path keyFile) {
        return new FirebaseSettings(
                bucket,
                URI.create("http://127.0.0.1:" + port),
                false,
                keyFile,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(300));
    }
}
