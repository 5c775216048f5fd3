package org.healthpassport.api.document;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.api.sweep.Sweep;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Removes staged bytes that nobody needs: of uploads that died before they were saved, and of documents long stored.
 */
@Component
final class StagedSweep implements Sweep {
    private static final Duration EVERY = Duration.ofHours(1);
    /** An upload may take hours; no upload takes a day. */
    private static final Duration KEEP = Duration.ofHours(24);

    private final DocumentBytes bytes;
    private final Documents documents;
    private final Clock clock;

    StagedSweep(DocumentBytes bytes, Documents documents, Clock clock) {
        this.bytes = bytes;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "Staged files";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** Removes what has been staged for a day and is not the only copy of a document. */
    @Override
    public Mono<Void> sweep() {
        return bytes.stagedBefore(clock.instant().minus(KEEP))
                .flatMapIterable(documentIds -> documentIds)
                .filterWhen(documents::canDoWithoutStaged)
                .concatMap(bytes::unstage)
                .then();
    }
}
