package org.healthpassport.api.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.key.KeysDestroyed;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.api.access.decision.RightEnded;
import org.healthpassport.api.access.log.AccessNotRecorded;
import org.healthpassport.api.document.DocumentFailure;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.problem.StorageFullProblems;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The table from failures of this service, of its write path and of what it depends on, to answers. */
@Component
public final class FailureProblems implements FailureTranslation {
    /** Somebody has to restore data by hand. */
    private static final Duration RETRY_LIST_AFTER = Duration.ofMinutes(5);

    private static final Duration RETRY_RECORDING_AFTER = Duration.ofSeconds(2);
    private static final Duration RETRY_DOCUMENT_AFTER = Duration.ofSeconds(5);

    private final Map<Class<? extends Throwable>, Function<Throwable, Problem>> table = new LinkedHashMap<>();

    FailureProblems() {
        reading();
        sending();
        writing();
        accessLog();
        documents();
    }

    private void reading() {
        Problem unreadable = Problem.of(
                ProblemType.UNREADABLE,
                "The resource is stored, but it cannot be read. This was reported; the resource can be read again only"
                        + " after it was restored. Everything else can be read as before.");
        Problem outdatedAccount = Problem.of(
                ProblemType.UNAVAILABLE,
                "Somebody put an older state of this account into the database. It stays locked, and nothing was changed."
                        + " Once the operator has restored its newest document from a backup, please try again.");
        on(
                CannotBeRead.class,
                failure -> CannotBeRead.isOutdated(failure, AccountStanding.COLLECTION) ? outdatedAccount : unreadable);
        on(KeysDestroyed.class, Problem.of(ProblemType.NOT_FOUND, "The data of this patient or account was erased."));
        on(
                MostlyUnreadable.class,
                Problem.of(
                                ProblemType.MOSTLY_UNREADABLE,
                                "More than a few of these resources cannot be read. This was reported. Please try again later.")
                        .retryAfter(RETRY_LIST_AFTER));
    }

    /** Shows only in the log, as the answer has begun. */
    private void sending() {
        on(RightEnded.class, Problem.of(ProblemType.FORBIDDEN, "The right to this data has ended."));
    }

    private void writing() {
        on(
                ConcurrentChanges.class,
                Problem.of(
                        ProblemType.CONFLICT,
                        "The resource was changed by other requests at the same time. Please try again."));
        on(
                CreatedTooLate.class,
                Problem.of(ProblemType.UNAVAILABLE, "This took too long, so nothing was saved. Please try again."));
        on(
                DuplicateKeyException.class,
                Problem.of(ProblemType.CONFLICT, "The resource was created by another request at the same time."));
    }

    private void accessLog() {
        on(AccessNotRecorded.class, failure -> switch (failure.reason()) {
            case STORAGE_FULL ->
                StorageFullProblems.problem(
                        "The storage of this service is full, so this request could not be recorded in the audit log and was not answered. Please try again later.");
            case TOO_MANY_WAIT, NOT_WRITTEN ->
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "This request could not be recorded in the audit log, so it was not answered. Please try again.")
                        .retryAfter(RETRY_RECORDING_AFTER);
        });
    }

    private void documents() {
        on(DocumentFailure.class, failure -> switch (failure.reason()) {
            case STAGING_FULL -> StorageFullProblems.problem();
            case STORES_AWAY ->
                Problem.of(ProblemType.UNAVAILABLE, "Documents are not available at the moment. Please try again.")
                        .retryAfter(RETRY_DOCUMENT_AFTER);
            case NOT_STAGED ->
                Problem.of(ProblemType.UNAVAILABLE, "The upload could not be saved. Please try again later.")
                        .retryAfter(RETRY_DOCUMENT_AFTER);
            case LOST ->
                Problem.of(
                        ProblemType.UNAVAILABLE,
                        "The content of this document cannot be found at the moment. Please try again.");
            case DAMAGED ->
                Problem.of(
                        ProblemType.UNREADABLE,
                        "The stored content of this document is damaged. The operator can restore it from a backup.");
        });
    }

    private void on(Class<? extends Throwable> failure, Problem problem) {
        on(failure, failed -> problem);
    }

    private <F extends Throwable> void on(Class<F> failure, Function<F, Problem> answer) {
        table.put(failure, failed -> answer.apply(failure.cast(failed)));
    }

    @Override
    public Optional<Problem> problemOf(Throwable cause) {
        return table.entrySet().stream()
                .filter(row -> row.getKey().isInstance(cause))
                .map(row -> row.getValue().apply(cause))
                .findFirst();
    }
}
