package org.healthpassport.api.fhir.validation;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Something that takes long to load. It is loaded when somebody first asks for it, and then kept for good. A load that
 * failed is tried again for the next one who asks. Loading goes on when those who wait for it leave, as half-loaded
 * classes could never be used.
 */
final class LoadedOnce<T> {
    private final Supplier<T> loader;
    private final ValidationThreads threads;
    private @Nullable CompletableFuture<T> loading;

    LoadedOnce(Supplier<T> loader, ValidationThreads threads) {
        this.loader = loader;
        this.threads = threads;
    }

    Mono<T> get() {
        return Mono.fromFuture(this::loading, true);
    }

    private synchronized CompletableFuture<T> loading() {
        if (loading == null || loading.isCompletedExceptionally()) {
            loading = threads.begin(loader);
        }
        return loading;
    }
}
