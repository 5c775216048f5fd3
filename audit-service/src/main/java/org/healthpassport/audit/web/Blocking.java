package org.healthpassport.audit.web;

import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls that wait for MongoDB or another service, away from the event loops. */
public final class Blocking {
    /** A caller gives up after this time anyway. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private Blocking() {}

    /** Its value, empty for null; fails with a {@link java.util.concurrent.TimeoutException} after ten seconds. */
    public static <T> Mono<T> call(Callable<T> call) {
        return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()).timeout(AT_MOST);
    }
}
