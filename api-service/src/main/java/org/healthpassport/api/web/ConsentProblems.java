package org.healthpassport.api.web;

import java.time.Duration;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.emergency.EmergencyRefusal;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.trail.receipt.ReceiptRefusal;
import org.healthpassport.api.trail.row.TrailRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about consents, representatives, emergency accesses and the list of accesses. */
final class ConsentProblems extends RefusalTable {
    /** The time after which audit-service is asked again. */
    private static final Duration RETRY_RECEIPT_AFTER = Duration.ofSeconds(5);

    ConsentProblems() {
        consents();
        representatives();
        emergencies();
        receipts();
        trails();
    }

    private void receipts() {
        on(
                ReceiptRefusal.NoSuchEntry.class,
                ProblemType.NOT_FOUND,
                "The audit log has no such entry about this patient, or not yet.");
        on(
                ReceiptRefusal.NotConfigured.class,
                ProblemType.UNAVAILABLE,
                "This installation gives no receipts, because its API has no address of the audit log"
                        + " (HEALTHPASSPORT_AUDIT_URL). Please tell its operator.");
        on(
                ReceiptRefusal.Away.class,
                away -> Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The audit log cannot be reached or is busy, so there is no receipt now. Please try again.")
                        .retryAfter(RETRY_RECEIPT_AFTER));
    }

    private void trails() {
        on(
                TrailRefusal.Behind.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The newest accesses are not in the list yet, so it is not shown now. Please try again.")
                        .retryAfter(TrailRefusal.Behind.RETRY_AFTER));
    }

    private void consents() {
        on(ConsentRefusal.NoSuchConsent.class, ProblemType.NOT_FOUND, "There is no such consent.");
        on(ConsentRefusal.NoSuchRequest.class, ProblemType.NOT_FOUND, "There is no such request.");
        on(
                ConsentRefusal.AlreadyDecided.class,
                ProblemType.ALREADY_DECIDED,
                "The request was approved or refused, or it is too old.");
        on(
                ConsentRefusal.OpenRequest.class,
                ProblemType.OPEN_REQUEST,
                "The patient has not decided about your last request yet.");
        on(
                ConsentRefusal.RequesterMayNotAct.class,
                ProblemType.ALREADY_DECIDED,
                "The requester may not act any more, so the request cannot be approved.");
        on(
                ConsentRefusal.MoreThanOwnRights.class,
                ProblemType.FORBIDDEN,
                "The consent allows more than you may do for this patient, or it has no end or a later one than your own"
                        + " rights.");
        on(
                ConsentRefusal.HospitalMayNotAct.class,
                ProblemType.FORBIDDEN,
                "Your hospital is not active, so it sees no patients.");
        on(
                ConsentRefusal.OnlyForClinicians.class,
                ProblemType.FORBIDDEN,
                "Only doctors and hospitals ask for consent.");
        on(
                ConsentRefusal.TooMany.class,
                tooMany -> Problem.of(
                        ProblemType.INVALID,
                        "A patient can have at most %d consents and requests, with those that are over."
                                .formatted(tooMany.most())));
        on(
                ConsentRefusal.TooManyActive.class,
                tooMany -> Problem.of(
                        ProblemType.TOO_MANY,
                        "A patient can have at most %d active consents. Revoke one that is not needed any more."
                                .formatted(tooMany.most())));
        on(
                ConsentRefusal.TooManyRequests.class,
                tooMany -> Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many requests for consent within a day.")
                        .retryAfter(tooMany.delay()));
    }

    private void emergencies() {
        on(
                EmergencyRefusal.NotEntitled.class,
                ProblemType.FORBIDDEN,
                "Only active doctors of a hospital that an administrator has enabled take emergency access.");
        on(
                EmergencyRefusal.TooManyUnreviewed.class,
                tooMany -> Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "%d of your emergency accesses await review by your hospital."
                                        .formatted(tooMany.most()))
                        .retryAfter(tooMany.delay()));
        on(
                EmergencyRefusal.TooManyToday.class,
                tooMany -> Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "The doctors of your hospital took %d emergency accesses today (UTC)."
                                        .formatted(tooMany.most()))
                        .retryAfter(tooMany.delay()));
        on(
                EmergencyRefusal.NotJustified.class,
                ProblemType.FORBIDDEN,
                "Your hospital found that an emergency access of yours to this patient was not justified. You can take"
                        + " another one a day after that.");
        on(
                EmergencyRefusal.OnlyForThatHospital.class,
                ProblemType.FORBIDDEN,
                "Only accounts of that hospital review the emergency accesses of its doctors.");
        on(EmergencyRefusal.NoSuchHospital.class, ProblemType.NOT_FOUND, "There is no such hospital.");
        on(EmergencyRefusal.NoSuchAccess.class, ProblemType.NOT_FOUND, "There is no such emergency access.");
        on(
                EmergencyRefusal.AlreadyReviewed.class,
                ProblemType.ALREADY_DECIDED,
                "The emergency access was reviewed already.");
    }

    private void representatives() {
        on(RepresentativeRefusal.NoSuchRepresentative.class, ProblemType.NOT_FOUND, "There is no such representative.");
        on(
                RepresentativeRefusal.NoOpenInvitation.class,
                Problem.invalid(
                        new Problem.InvalidMember("/invitation", "must be the code of an invitation that is open")));
        on(RepresentativeRefusal.ByOneself.class, ProblemType.FORBIDDEN, "Nobody accepts an invitation of their own.");
        on(
                RepresentativeRefusal.AlreadyRepresents.class,
                ProblemType.ALREADY_DECIDED,
                "You represent this patient already.");
        on(
                RepresentativeRefusal.LastRepresentative.class,
                ProblemType.MUST_STAY_ACTIVE,
                "Nobody else can manage the passport for good. Let somebody else accept an invitation with all rights"
                        + " and without an end first.");
        on(
                RepresentativeRefusal.MayDoMore.class,
                ProblemType.FORBIDDEN,
                "The representative has rights that you do not have, or acts for longer.");
        on(
                RepresentativeRefusal.OnlyByPatient.class,
                ProblemType.FORBIDDEN,
                "Only the patient invites representatives.");
        on(
                RepresentativeRefusal.TakeoverUnderWay.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The account takes a passport over at this moment. Please sign in again, and try again.")
                        .retryAfter(Duration.ofSeconds(1)));
        on(RepresentativeRefusal.OnlyForPatients.class, ProblemType.FORBIDDEN, "Only patients represent others.");
        on(
                RepresentativeRefusal.TooManyInvitations.class,
                tooMany -> Problem.of(
                        ProblemType.INVALID,
                        "A patient can invite at most %d representatives, with those of the past."
                                .formatted(tooMany.most())));
        on(
                RepresentativeRefusal.TooManyOpenInvitations.class,
                tooMany -> Problem.of(
                        ProblemType.TOO_MANY,
                        "%d invitations wait for somebody to accept them. Withdraw one that is not needed any more."
                                .formatted(tooMany.most())));
        on(
                RepresentativeRefusal.TooManyPatients.class,
                tooMany -> Problem.of(
                        ProblemType.TOO_MANY,
                        "You represent %d patients already, so you cannot make another passport."
                                .formatted(tooMany.most())));
    }
}
