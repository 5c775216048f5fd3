package org.healthpassport.api.document.storing;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.document.DocumentBytes;
import org.healthpassport.api.document.Documents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Removes staged bytes that nobody needs: those of uploads that ended before they were saved, and of stored documents.
 */
@Component
public final class StagedSweep implements Sweep {
    private static final Duration EVERY = Duration.ofHours(1);
    /** An upload may take hours, but no upload takes a day. */
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

    /** Removes bytes that were staged a day ago and are not the only copy of a document. */
    @Override
    public Mono<Void> sweep() {
        return bytes.stagedBefore(clock.instant().minus(KEEP))
                .flatMapIterable(documentIds -> documentIds)
                .filterWhen(documents::canDoWithoutStaged)
                .concatMap(bytes::unstage)
                .then();
    }
}
