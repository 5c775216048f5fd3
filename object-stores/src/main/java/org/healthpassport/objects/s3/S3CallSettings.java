package org.healthpassport.objects.s3;

import java.time.Duration;

/**
 * The times after which a request counts as failed, and how often it is tried.
 *
 * @param connect until a connection stands
 * @param read between two bytes of an answer
 * @param pause before the second attempt at most; doubled for each further one
 */
record S3CallSettings(Duration connect, Duration read, int attempts, Duration pause) {
    static final S3CallSettings DEFAULT =
            new S3CallSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 3, Duration.ofMillis(200));

    /** For a call with all its attempts. The time between two bytes does not end a write that nobody reads. */
    Duration call() {
        return read.multipliedBy(4);
    }

    /** For a call that is itself one of several attempts, or clears up after one. */
    Duration shortCall() {
        return connect.plus(read);
    }
}
