package org.healthpassport.api.document.storing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.LeftoverSweep;
import org.healthpassport.api.document.DocumentBytes;
import org.healthpassport.api.document.Documents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes staged bytes that nobody needs: those of uploads that ended before they were saved, and of stored documents.
 * Bytes that are the only copy of a document stay staged.
 */
@Component
public final class StagedSweep extends LeftoverSweep<String> {
    private static final Duration EVERY = Duration.ofHours(1);
    /** An upload may take hours, but no upload takes a day. */
    private static final Duration KEEP = Duration.ofHours(24);

    private final DocumentBytes bytes;
    private final Documents documents;

    StagedSweep(DocumentBytes bytes, Documents documents, Clock clock) {
        super("the staged files", EVERY, KEEP, clock);
        this.bytes = bytes;
        this.documents = documents;
    }

    @Override
    protected Flux<String> olderThan(Instant time) {
        return bytes.stagedBefore(time).flatMapIterable(documentIds -> documentIds);
    }

    @Override
    protected Mono<LeftoverFate> fateOf(String documentId) {
        return documents.fateOfStaged(documentId);
    }

    /** Staged bytes have no mark; they leave the staging area once the document is stored. */
    @Override
    protected Mono<Void> confirm(List<String> documentIds) {
        return Mono.empty();
    }

    @Override
    protected Mono<Void> remove(List<String> documentIds) {
        return Flux.fromIterable(documentIds).concatMap(bytes::unstage).then();
    }
}
