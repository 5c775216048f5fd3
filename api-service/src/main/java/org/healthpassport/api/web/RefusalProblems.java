package org.healthpassport.api.web;

import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.identity.activation.ActivationRefusal;
import org.healthpassport.api.sharing.SharingRefusal;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.stereotype.Component;

/** The table from refusals to answers: the one place that knows the problem type and the words of each. */
@Component
public final class RefusalProblems extends RefusalTable implements FailureTranslation {
    private static final Duration SOON = Duration.ofSeconds(1);

    RefusalProblems() {
        on(InvalidInput.class, RefusalProblems::invalid);
        on(AccessRefusal.NoSuchPatient.class, ProblemType.NOT_FOUND, "There is no such patient.");
        include(new RecordProblems());
        include(new DocumentProblems());
        sharing();
        activation();
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
