package org.healthpassport.api.web;

import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.eventkey.EventKeyRefusal;
import org.healthpassport.aggregates.eventkey.KeyUse;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.rotation.RotationRefusal;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.disk.DiskRefusal;
import org.healthpassport.api.document.moving.MoveRefusal;
import org.healthpassport.api.page.PageRefusal;
import org.healthpassport.api.trail.rebuild.RebuildRefusal;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.problem.StorageFullProblems;
import org.springframework.stereotype.Component;

/** The table from refusals to answers: the one place that knows the problem type and the words of each. */
@Component
public final class RefusalProblems extends RefusalTable implements FailureTranslation {
    private static final Duration RETRY_COUNT_AFTER = Duration.ofSeconds(5);

    RefusalProblems() {
        on(InvalidInput.class, RefusalProblems::invalid);
        on(AccessRefusal.NoSuchPatient.class, ProblemType.NOT_FOUND, "There is no such patient.");
        on(AccessRefusal.NotGranted.class, ProblemType.FORBIDDEN, "The patient does not allow you this.");
        include(new RecordProblems());
        include(new DocumentProblems());
        pages();
        disks();
        include(new IdentityProblems());
        include(new SharingProblems());
        include(new ConsentProblems());
        include(new NotificationProblems());
        include(new DeadLetterProblems());
        on(
                MoveRefusal.AlreadyRunning.class,
                ProblemType.ALREADY_RUNNING,
                "Documents are being moved already. The progress is at this address.");
        on(
                RebuildRefusal.AlreadyRunning.class,
                ProblemType.ALREADY_RUNNING,
                "A rebuild is running. Its progress is at this address.");
        keys();
        include(new CounterProblems());
        include(new IdempotencyProblems());
    }

    private void pages() {
        on(
                PageRefusal.LimitTooLow.class,
                low -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter %s must be at least %d.".formatted(low.parameter(), low.atLeast())));
        on(
                PageRefusal.UnknownCursor.class,
                ProblemType.MALFORMED_REQUEST,
                "The cursor must be one that this service returned.");
        on(
                PageRefusal.CursorOfAnotherList.class,
                ProblemType.MALFORMED_REQUEST,
                "The cursor belongs to another list, or to this one with other filters. Use only the cursor of the page before.");
        on(
                PageRefusal.UnknownParameter.class,
                unknown -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "This list has no %s; it has %s."
                                .formatted(
                                        unknown.name().isEmpty()
                                                ? "such parameter"
                                                : "parameter '" + unknown.name() + "'",
                                        String.join(", ", unknown.known()))));
    }

    private void disks() {
        on(
                DiskRefusal.NoUploads.class,
                StorageFullProblems.problem(
                        "The storage of this service is nearly full: no uploads are accepted at the moment. Try again later."));
        on(
                DiskRefusal.NoRoomForUpload.class,
                StorageFullProblems.problem(
                        "The storage of this service has no room for an upload of this size at the moment. Try again later."));
        on(
                DiskRefusal.NoNewData.class,
                StorageFullProblems.problem(
                        "The storage of this service is nearly full: the rest is kept for logins, reads and revocations. Try again later."));
    }

    private void keys() {
        on(
                RotationRefusal.AlreadyRunning.class,
                ProblemType.ALREADY_RUNNING,
                "A rotation is running. GET shows its progress.");
        on(EventKeyRefusal.NoSuchVersion.class, ProblemType.NOT_FOUND, "There is no such version of a key of events.");
        on(
                EventKeyRefusal.NotOld.class,
                ProblemType.IN_USE,
                "This version proves events, or will. It is an old one after the next rotation.");
        on(EventKeyRefusal.StillNamed.class, named -> Problem.of(ProblemType.IN_USE, inWords(named.use())));
        on(
                EventKeyRefusal.NotCounted.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The events that name this version are being counted. Please try again; GET shows when it is known.")
                        .retryAfter(RETRY_COUNT_AFTER));
        on(
                EventKeyRefusal.Changed.class,
                ProblemType.CONFLICT,
                "The versions of this key were changed at the same time. Please look at them again.");
        on(
                EventKeyRefusal.TooManyVersions.class,
                tooMany -> Problem.of(
                        ProblemType.TOO_MANY,
                        "A key has %d versions. Please remove old ones first.".formatted(tooMany.most())));
    }

    private static String inWords(KeyUse use) {
        return "Events name this version, and would not be believed without it: %d that wait in MongoDB, %d dead letters, and %d other records in Kafka."
                .formatted(use.pendingEvents(), use.deadLetters(), use.records());
    }

    private static Problem invalid(InvalidInput input) {
        return Problem.invalid(input.members().stream()
                .map(member -> new InvalidMember(member.pointer(), member.detail()))
                .toArray(InvalidMember[]::new));
    }

    @Override
    public Optional<Problem> problemOf(Throwable cause) {
        return cause instanceof Refused refused ? answer(refused.refusal()) : Optional.empty();
    }
}
