package org.healthpassport.events;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.DocumentMoveStarted;
import org.healthpassport.events.access.EventKeyDestroyed;
import org.healthpassport.events.access.EventKeyRotationStarted;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.KeyRotationStarted;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.access.LoggedIn;
import org.healthpassport.events.access.LoginFailed;
import org.healthpassport.events.access.LoginFailure;
import org.healthpassport.events.access.PersonLookedUp;
import org.healthpassport.events.access.TrailRebuildStarted;
import org.healthpassport.events.account.AccountActivated;
import org.healthpassport.events.account.AccountChanged;
import org.healthpassport.events.account.AccountClosed;
import org.healthpassport.events.account.AccountRegistered;
import org.healthpassport.events.account.AccountSuspended;
import org.healthpassport.events.account.DoctorMoved;
import org.healthpassport.events.account.EmailConfirmed;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.account.PasswordResetRequested;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRequested;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.deadletter.DeadLetterDiscarded;
import org.healthpassport.events.deadletter.DeadLetterReplayed;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentFailed;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.emergency.EmergencyAccessReviewed;
import org.healthpassport.events.emergency.EmergencyAccessSwitched;
import org.healthpassport.events.emergency.EmergencyAccessTaken;
import org.healthpassport.events.notification.NotificationAdded;
import org.healthpassport.events.patient.DemographicsChanged;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeFailed;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;
import org.healthpassport.events.qrcode.QrCodePaused;
import org.healthpassport.events.qrcode.QrCodeReady;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.healthpassport.events.record.RecordAmended;
import org.healthpassport.events.record.RecordAnnotated;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.events.record.RecordDeleted;
import org.healthpassport.events.record.RecordHidden;
import org.healthpassport.events.record.RecordShown;
import org.healthpassport.events.representative.DependantRegistered;
import org.healthpassport.events.representative.PassportTakenOver;
import org.healthpassport.events.representative.RepresentativeAdded;
import org.healthpassport.events.representative.RepresentativeEnded;
import org.healthpassport.events.representative.RepresentativeInvited;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.secondfactor.SecondFactorEnrolled;
import org.healthpassport.events.secondfactor.SecondFactorRemoved;
import org.healthpassport.events.secondfactor.SecondFactorUsed;
import org.healthpassport.events.session.SessionEnd;
import org.healthpassport.events.session.SessionEnded;
import org.healthpassport.events.session.SessionRefreshed;
import org.healthpassport.events.session.SessionStarted;

/** One payload of every type, with every field set: what the committed golden bytes hold. */
public final class Samples {
    private static final long SIZE_BYTES = 1_234_567_890_123L;

    private Samples() {}

    static List<SpecificRecord> all() {
        return List.of(
                AccountRegistered.newBuilder()
                        .setAccountId("account-1")
                        .setRole("PATIENT")
                        .setPatientId("patient-1")
                        .build(),
                received(),
                DocumentStored.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setObjectName("documents/document-1")
                        .setCiphertextSizeBytes(SIZE_BYTES)
                        .setCiphertextSha256(digest())
                        .setStore("s3:documents")
                        .build(),
                DocumentFailed.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setReason(FailureReason.STAGED_BYTES_DAMAGED)
                        .build(),
                DocumentDeleted.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setObjectName("documents/document-1")
                        .build(),
                DocumentProcessed.newBuilder()
                        .setDocumentId("document-1")
                        .setPatientId("patient-1")
                        .setOutcome(ProcessingOutcome.FAILED)
                        .setFailureReason(FailureReason.STAGED_BYTES_MISSING)
                        .setObjectName("documents/document-1")
                        .setCiphertextSizeBytes(SIZE_BYTES)
                        .setCiphertextSha256(digest())
                        .setStore("s3:documents")
                        .build(),
                stamp(),
                DataRead.newBuilder()
                        .setPatientId("patient-1")
                        .setResourceType("DOCUMENT")
                        .setResourceId("document-1")
                        .setInteraction(Interaction.DOWNLOAD)
                        .setRight(AccessRight.CONSENT)
                        .setConsentId("consent-1")
                        .build(),
                LinkOpened.newBuilder()
                        .setPatientId("patient-1")
                        .setResourceType("DOCUMENT")
                        .setResourceId("document-1")
                        .build(),
                AccessDenied.newBuilder()
                        .setPatientId("patient-1")
                        .setReason(DenialReason.NOT_PERMITTED)
                        .setOccurrences(21)
                        .setResourceType("DOCUMENT")
                        .setResourceId("document-1")
                        .setInteraction(Attempt.DELETE)
                        .build(),
                new PersonLookedUp("account-1", "patient-1"),
                LoggedIn.newBuilder().setAccountId("account-1").build(),
                LoginFailed.newBuilder()
                        .setAccountId("account-1")
                        .setReason(LoginFailure.TOO_MANY_ATTEMPTS)
                        .setOccurrences(21)
                        .build(),
                new AccountActivated("account-1", "HOSPITAL"),
                new SessionStarted("account-1", "session-1"),
                new SessionRefreshed("account-1", "session-1", 2),
                new SessionEnded("account-1", "session-1", SessionEnd.REFRESH_TOKEN_REUSED),
                new AccountSuspended("account-1", "DOCTOR"),
                new AccountClosed("account-1", "PATIENT"),
                new AccountChanged("account-1", List.of("email", "name")),
                new DoctorMoved("account-1", "hospital-1", "hospital-2"),
                new PasswordResetRequested("account-1"),
                new PasswordChanged("account-1", PasswordProof.RESET_TOKEN),
                new EmailConfirmed("account-1"),
                new SecondFactorEnrolled("account-1"),
                new SecondFactorRemoved("account-1", RemovedBy.ADMINISTRATOR),
                new SecondFactorUsed("account-1", 9),
                new DemographicsChanged("patient-1"),
                new RecordCreated("record-1", "patient-1", "AllergyIntolerance", 1L),
                new RecordAmended("record-1", "patient-1", "AllergyIntolerance", 2L),
                new RecordDeleted("record-1", "patient-1", "AllergyIntolerance", 3L),
                new RecordHidden("record-1", "patient-1", "AllergyIntolerance"),
                new RecordShown("record-1", "patient-1", "AllergyIntolerance"),
                new RecordAnnotated("record-1", "patient-1", "AllergyIntolerance", 2L),
                new QrCodeRequested("qr-code-1", "patient-1", QrCodeKind.HEALTH_LINK, digest()),
                new QrCodeDrawn(
                        "qr-code-1", "patient-1", DrawingOutcome.FAILED, QrCodeFailure.PAYLOAD_TOO_LONG, digest()),
                new QrCodeReady("qr-code-1", "patient-1"),
                new QrCodeFailed("qr-code-1", "patient-1", QrCodeFailure.KEYS_DESTROYED),
                new QrCodeRevoked("qr-code-1", "patient-1"),
                new QrCodePaused("qr-code-1", "patient-1", true),
                new ConsentRequested("consent-1", "patient-1", GranteeType.DOCTOR, "account-2"),
                new ConsentGranted(
                        "consent-1", "patient-1", GranteeType.HOSPITAL, "hospital-1", List.of("RECORDS_READ")),
                new ConsentRefused("consent-1", "patient-1", GranteeType.DOCTOR, "account-2"),
                new ConsentRevoked("consent-1", "patient-1", GranteeType.HOSPITAL, "hospital-1"),
                new EmergencyAccessTaken("emergency-1", "patient-1", "account-2", "hospital-1"),
                new EmergencyAccessReviewed("emergency-1", "patient-1", "account-2", "hospital-1"),
                new EmergencyAccessSwitched("account-3", "hospital-1", true),
                new DependantRegistered("patient-1", "account-1"),
                new RepresentativeInvited("representative-1", "patient-1"),
                new RepresentativeAdded("representative-1", "patient-1", "account-2"),
                new RepresentativeEnded("representative-1", "patient-1", "account-2"),
                new NotificationAdded("notification-1", "account-1"),
                new PassportTakenOver("representative-1", "patient-1", "account-2"),
                new QrCodeOpened("qr-code-1", "patient-1", 3),
                new QrCodePasscodeRefused("qr-code-1", "patient-1", 4),
                new TrailRebuildStarted("rebuild-1"),
                new KeyRotationStarted("rotation-1"),
                new EventKeyRotationStarted("rotation-1"),
                new EventKeyDestroyed("api-service-qr-worker", "1234567890"),
                new DocumentMoveStarted("move-1"),
                new DeadLetterReplayed(
                        "dead-letter-1", "healthpassport.patient.qr-worker.dlt", 1, SIZE_BYTES, "qr-worker"),
                new DeadLetterDiscarded(
                        "dead-letter-1", "healthpassport.patient.qr-worker.dlt", 1, SIZE_BYTES, "qr-worker"));
    }

    public static AuditStamp stamp() {
        return AuditStamp.newBuilder()
                .setAction(AuditAction.READ)
                .setOutcome(4)
                .setPatient("pseudonym-1")
                .setActor("account-2")
                .setActorRole("DOCTOR")
                .setOrganization("hospital-1")
                .setPurpose("ETREAT")
                .setBreakGlass(true)
                .setKeyId("key-1")
                .setSealedDetail(digest())
                .setCommitment(digest())
                .build();
    }

    public static DocumentReceived received() {
        return DocumentReceived.newBuilder()
                .setDocumentId("document-1")
                .setPatientId("patient-1")
                .setCiphertextSizeBytes(SIZE_BYTES)
                .setCiphertextSha256(digest())
                .build();
    }

    private static ByteBuffer digest() {
        byte[] digest = new byte[32];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) (i * 8);
        }
        return ByteBuffer.wrap(digest);
    }
}
