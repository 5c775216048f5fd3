package org.healthpassport.api.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.identity.activation.ActivationRefusal;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.sharing.SharingRefusal;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.stereotype.Component;

/** The table from refusals to answers: the one place that knows the problem type and the words of each. */
@Component
public final class RefusalProblems implements FailureTranslation {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<Class<? extends Refusal>, Function<Refusal, Problem>> table = new HashMap<>();

    RefusalProblems() {
        on(InvalidInput.class, RefusalProblems::invalid);
        on(AccessRefusal.NoSuchPatient.class, ProblemType.NOT_FOUND, "There is no such patient.");
        records();
        documents();
        sharing();
        activation();
    }

    private void records() {
        on(RecordRefusal.NoSuchRecord.class, ProblemType.NOT_FOUND, "There is no such record.");
        on(RecordRefusal.NoSuchVersion.class, ProblemType.NOT_FOUND, "There is no such version of the record.");
        on(RecordRefusal.RecordDeleted.class, ProblemType.GONE, "The record was deleted; its history is kept.");
        on(
                RecordRefusal.StaleRecord.class,
                stale ->
                        Problem.of(ProblemType.STALE_VERSION, "The record is at version " + stale.current() + " now."));
        on(
                RecordRefusal.OtherType.class,
                other -> Problem.invalid("/resourceType", "is " + other.type().fhirName() + ", as it was before"));
        on(
                RecordRefusal.CursorOfAnotherList.class,
                ProblemType.MALFORMED_REQUEST,
                "The cursor belongs to another list. Use only the cursor of the page before.");
        on(
                RecordRefusal.TooManyVersions.class,
                full -> Problem.of(ProblemType.STORAGE_FULL, "A record has at most " + full.atMost() + " versions."));
    }

    private void documents() {
        on(DocumentRefusal.NoSuchDocument.class, ProblemType.NOT_FOUND, "There is no such document.");
        on(DocumentRefusal.DocumentDeleted.class, ProblemType.GONE, "The document was deleted.");
        on(
                DocumentRefusal.InvalidLink.class,
                ProblemType.NOT_FOUND,
                "This link is not valid, or has expired. Ask for a new one.");
        on(
                DocumentRefusal.NotStored.class,
                ProblemType.NOT_STORED,
                "The document is not stored yet. Create the link when its status is STORED.");
        on(
                DocumentRefusal.StaleDocument.class,
                stale -> Problem.of(
                        ProblemType.STALE_VERSION, "The document is at version " + stale.current() + " now."));
        on(
                DocumentRefusal.OtherBytesReported.class,
                ProblemType.CONFLICT,
                "The report is not of the bytes that were received.");
    }

    private void sharing() {
        on(SharingRefusal.NoSuchQrCode.class, ProblemType.NOT_FOUND, "There is no such QR code.");
        on(
                SharingRefusal.TooManyQrCodes.class,
                full -> Problem.of(
                        ProblemType.STORAGE_FULL, "A patient can have at most " + full.atMost() + " QR codes."));
        on(
                SharingRefusal.Contended.class,
                contended -> Problem.of(
                                ProblemType.UNAVAILABLE,
                                "Too many requests change this QR code at the moment. Please try again.")
                        .retryAfter(SOON));
    }

    private void activation() {
        on(ActivationRefusal.NoSuchAccount.class, ProblemType.NOT_FOUND, "There is no such account.");
        on(ActivationRefusal.NoSuchDoctor.class, ProblemType.NOT_FOUND, "This hospital has no such doctor.");
        on(
                ActivationRefusal.ActivatedByHospital.class,
                ProblemType.INVALID,
                "Doctors are activated by their hospital.");
        on(ActivationRefusal.NeedsNoActivation.class, ProblemType.INVALID, "Accounts of this kind need no activation.");
        on(ActivationRefusal.OnlyForThatHospital.class, ProblemType.FORBIDDEN, "Only the hospital itself may do this.");
    }

    private <R extends Refusal> void on(Class<R> refusal, ProblemType type, String detail) {
        Problem problem = Problem.of(type, detail);
        on(refusal, refused -> problem);
    }

    private <R extends Refusal> void on(Class<R> refusal, Function<R, Problem> answer) {
        table.put(refusal, refused -> answer.apply(refusal.cast(refused)));
    }

    private static Problem invalid(InvalidInput input) {
        return Problem.invalid(input.members().stream()
                .map(member -> new InvalidMember(member.pointer(), member.detail()))
                .toArray(InvalidMember[]::new));
    }

    @Override
    public Optional<Problem> problemOf(Throwable cause) {
        return cause instanceof Refused refused
                ? Optional.ofNullable(table.get(refused.refusal().getClass()))
                        .map(answer -> answer.apply(refused.refusal()))
                : Optional.empty();
    }

    /** The refusals that have an answer. */
    Set<Class<? extends Refusal>> answered() {
        return Set.copyOf(table.keySet());
    }
}
