package org.healthpassport.api.document;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes staged bytes that nobody needs: of uploads that died before they were saved, and of documents long stored. */
@Component
final class StagedSweep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StagedSweep.class);
    private static final Duration EVERY = Duration.ofHours(1);
    /** An upload may take hours; no upload takes a day. */
    private static final Duration KEEP = Duration.ofHours(24);

    private final DocumentBytes bytes;
    private final Documents documents;
    private final Clock clock;
    private final Disposable running;

    StagedSweep(DocumentBytes bytes, Documents documents, Clock clock) {
        this.bytes = bytes;
        this.documents = documents;
        this.clock = clock;
        this.running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> sweep().onErrorResume(failure -> {
                    log.warn("Staged files could not be swept; the next sweep is in an hour: {}", failure.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    /** Removes what has been staged for a day and is not the only copy of a document. */
    Mono<Void> sweep() {
        return bytes.stagedBefore(clock.instant().minus(KEEP))
                .flatMapIterable(documentIds -> documentIds)
                .filterWhen(documentId -> documents.needsStaged(documentId).map(needed -> !needed))
                .concatMap(bytes::unstage)
                .then();
    }

    @Override
    public void close() {
        running.dispose();
    }
}
