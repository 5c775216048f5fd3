package org.healthpassport.api.web;

import java.time.Duration;
import org.healthpassport.api.sharing.SharingRefusal;
import org.healthpassport.api.sharing.code.PictureRefusal;
import org.healthpassport.api.sharing.connection.ConnectionRefusal;
import org.healthpassport.api.sharing.file.LinkRefusal;
import org.healthpassport.api.sharing.limit.LimitRefusal;
import org.healthpassport.api.sharing.link.ManifestRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about QR codes and links. */
final class SharingProblems extends RefusalTable {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_THE_START = Duration.ofSeconds(5);

    SharingProblems() {
        qrCodes();
        pictures();
        manifests();
        links();
        connections();
    }

    private void qrCodes() {
        on(SharingRefusal.NoSuchQrCode.class, ProblemType.NOT_FOUND, "There is no such QR code.");
        on(
                SharingRefusal.Over.class,
                ProblemType.OVER,
                "This QR code is revoked or expired, for good. Create a new one.");
        on(
                SharingRefusal.Contended.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "Too many requests change this QR code at the moment. Please try again.")
                        .retryAfter(SOON));
        on(
                SharingRefusal.NotYet.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The service has just started and cannot open links yet. Please try again.")
                        .retryAfter(AFTER_THE_START));
    }

    private void pictures() {
        on(
                PictureRefusal.UnknownFormat.class,
                ProblemType.MALFORMED_REQUEST,
                "The parameter 'format' must be png or svg.");
        on(
                PictureRefusal.NoAcceptedFormat.class,
                ProblemType.NOT_ACCEPTABLE,
                "Pictures are available as image/png and image/svg+xml.");
        on(
                PictureRefusal.SizeOutOfBounds.class,
                bounds -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter 'size' must be from %d to %d pixels."
                                .formatted(bounds.smallest(), bounds.largest())));
        on(
                PictureRefusal.TooSmall.class,
                small -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter 'size' must be at least " + small.smallest() + " for this QR code."));
        on(PictureRefusal.NotAlive.class, ProblemType.GONE, "The QR code is revoked or expired. Create a new one.");
        on(
                PictureRefusal.NoCard.class,
                ProblemType.MALFORMED_REQUEST,
                "Only QR codes of kind PATIENT_ID have a card for the wallet.");
        on(
                PictureRefusal.NotDrawnYet.class,
                Problem.of(ProblemType.NOT_DRAWN, "The QR code is not drawn yet. Please try again.")
                        .retryAfter(SOON));
        on(
                PictureRefusal.CannotBeDrawn.class,
                ProblemType.NOT_DRAWN,
                "The QR code could not be drawn. You can still send the text of its link.");
    }

    private void manifests() {
        on(
                ManifestRefusal.InvalidRecipient.class,
                invalid -> Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The member 'recipient' is the name of the person who opens the link. It %s."
                                .formatted(invalid.objection())));
        on(
                ManifestRefusal.NegativeEmbeddedLength.class,
                ProblemType.MALFORMED_REQUEST,
                "The member 'embeddedLengthMax' must not be negative.");
    }

    /** A wrong passcode has the member {@code remainingAttempts} of SMART Health Links besides those of a problem. */
    private void links() {
        on(
                LinkRefusal.Closed.class,
                ProblemType.NOT_FOUND,
                "This link is not active, or does not exist. Ask the patient for a new one.");
        on(
                LinkRefusal.WrongPasscode.class,
                wrong -> Problem.of(
                                ProblemType.WRONG_PASSCODE,
                                "The passcode is missing or wrong. Ask the person who gave you the link.")
                        .with("remainingAttempts", wrong.remainingAttempts()));
        onTooSoon(LimitRefusal.TooManyRequests.class, "Too many requests. Please wait, then try again.");
    }

    private void connections() {
        on(
                ConnectionRefusal.NoSuchCode.class,
                ProblemType.NOT_FOUND,
                "This code is not active, or does not exist. Ask the patient for another one.");
        on(
                ConnectionRefusal.OnlyForClinicians.class,
                ProblemType.FORBIDDEN,
                "Only doctors and hospitals that are active learn who a patient is.");
        on(
                ConnectionRefusal.TooManyCodes.class,
                tooMany -> Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many codes within a minute.")
                        .retryAfter(tooMany.delay()));
    }
}
