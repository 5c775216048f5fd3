package org.healthpassport.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DocumentMoveStarted;
import org.healthpassport.events.access.EventKeyDestroyed;
import org.healthpassport.events.access.EventKeyRotationStarted;
import org.healthpassport.events.access.KeyRotationStarted;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.access.LoggedIn;
import org.healthpassport.events.access.LoginFailed;
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
import org.healthpassport.events.account.PasswordResetRequested;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRequested;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.deadletter.DeadLetterDiscarded;
import org.healthpassport.events.deadletter.DeadLetterReplayed;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentFailed;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.emergency.EmergencyAccessReviewed;
import org.healthpassport.events.emergency.EmergencyAccessSwitched;
import org.healthpassport.events.emergency.EmergencyAccessTaken;
import org.healthpassport.events.notification.NotificationAdded;
import org.healthpassport.events.patient.DemographicsChanged;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeFailed;
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
import org.healthpassport.events.secondfactor.SecondFactorEnrolled;
import org.healthpassport.events.secondfactor.SecondFactorRemoved;
import org.healthpassport.events.secondfactor.SecondFactorUsed;
import org.healthpassport.events.session.SessionEnded;
import org.healthpassport.events.session.SessionRefreshed;
import org.healthpassport.events.session.SessionStarted;

/** The catalogue of all events: name on the bus, topic, only writer, payload. */
public enum EventType {
    ACCOUNT_REGISTERED(
            "account.registered.v1", Topics.IDENTITY, Service.API_SERVICE, AccountRegistered.class, AuditAction.CREATE),
    ACCOUNT_ACTIVATED(
            "account.activated.v1", Topics.IDENTITY, Service.API_SERVICE, AccountActivated.class, AuditAction.UPDATE),
    SESSION_STARTED(
            "session.started.v1", Topics.IDENTITY, Service.API_SERVICE, SessionStarted.class, AuditAction.CREATE),
    SESSION_REFRESHED(
            "session.refreshed.v1", Topics.IDENTITY, Service.API_SERVICE, SessionRefreshed.class, AuditAction.UPDATE),
    SESSION_ENDED("session.ended.v1", Topics.IDENTITY, Service.API_SERVICE, SessionEnded.class, AuditAction.DELETE),
    ACCOUNT_SUSPENDED(
            "account.suspended.v1", Topics.IDENTITY, Service.API_SERVICE, AccountSuspended.class, AuditAction.UPDATE),
    ACCOUNT_CLOSED("account.closed.v1", Topics.IDENTITY, Service.API_SERVICE, AccountClosed.class, AuditAction.UPDATE),
    ACCOUNT_CHANGED(
            "account.changed.v1", Topics.IDENTITY, Service.API_SERVICE, AccountChanged.class, AuditAction.UPDATE),
    DOCTOR_MOVED(
            "account.doctor-moved.v1", Topics.IDENTITY, Service.API_SERVICE, DoctorMoved.class, AuditAction.UPDATE),
    PASSWORD_RESET_REQUESTED(
            "account.password-reset-requested.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            PasswordResetRequested.class,
            AuditAction.UPDATE),
    PASSWORD_CHANGED(
            "account.password-changed.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            PasswordChanged.class,
            AuditAction.UPDATE),
    EMAIL_CONFIRMED(
            "account.email-confirmed.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            EmailConfirmed.class,
            AuditAction.UPDATE),
    SECOND_FACTOR_ENROLLED(
            "second-factor.enrolled.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            SecondFactorEnrolled.class,
            AuditAction.CREATE),
    SECOND_FACTOR_REMOVED(
            "second-factor.removed.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            SecondFactorRemoved.class,
            AuditAction.DELETE),
    SECOND_FACTOR_USED(
            "second-factor.used.v1", Topics.IDENTITY, Service.API_SERVICE, SecondFactorUsed.class, AuditAction.UPDATE),
    NOTIFICATION_ADDED(
            "notification.added.v1", Topics.IDENTITY, Service.API_SERVICE, NotificationAdded.class, AuditAction.CREATE),
    DEMOGRAPHICS_CHANGED(
            "patient.demographics-changed.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            DemographicsChanged.class,
            AuditAction.UPDATE),
    RECORD_CREATED("record.created.v1", Topics.PATIENT, Service.API_SERVICE, RecordCreated.class, AuditAction.CREATE),
    RECORD_AMENDED("record.amended.v1", Topics.PATIENT, Service.API_SERVICE, RecordAmended.class, AuditAction.UPDATE),
    RECORD_DELETED("record.deleted.v1", Topics.PATIENT, Service.API_SERVICE, RecordDeleted.class, AuditAction.DELETE),
    RECORD_HIDDEN("record.hidden.v1", Topics.PATIENT, Service.API_SERVICE, RecordHidden.class, AuditAction.UPDATE),
    RECORD_SHOWN("record.shown.v1", Topics.PATIENT, Service.API_SERVICE, RecordShown.class, AuditAction.UPDATE),
    RECORD_ANNOTATED(
            "record.annotated.v1", Topics.PATIENT, Service.API_SERVICE, RecordAnnotated.class, AuditAction.UPDATE),
    DOCUMENT_RECEIVED(
            "document.received.v1", Topics.PATIENT, Service.API_SERVICE, DocumentReceived.class, AuditAction.CREATE),
    DOCUMENT_STORED(
            "document.stored.v1", Topics.PATIENT, Service.API_SERVICE, DocumentStored.class, AuditAction.UPDATE),
    DOCUMENT_FAILED(
            "document.failed.v1", Topics.PATIENT, Service.API_SERVICE, DocumentFailed.class, AuditAction.UPDATE),
    DOCUMENT_DELETED(
            "document.deleted.v1", Topics.PATIENT, Service.API_SERVICE, DocumentDeleted.class, AuditAction.DELETE),
    DOCUMENT_PROCESSED(
            "document.processed.v1",
            Topics.PROCESSING,
            Service.DOCUMENT_WORKER,
            DocumentProcessed.class,
            AuditAction.EXECUTE),
    QR_CODE_REQUESTED(
            "qr-code.requested.v1", Topics.PATIENT, Service.API_SERVICE, QrCodeRequested.class, AuditAction.CREATE),
    QR_CODE_READY("qr-code.ready.v1", Topics.PATIENT, Service.API_SERVICE, QrCodeReady.class, AuditAction.UPDATE),
    QR_CODE_FAILED("qr-code.failed.v1", Topics.PATIENT, Service.API_SERVICE, QrCodeFailed.class, AuditAction.UPDATE),
    QR_CODE_REVOKED("qr-code.revoked.v1", Topics.PATIENT, Service.API_SERVICE, QrCodeRevoked.class, AuditAction.DELETE),
    QR_CODE_PAUSED("qr-code.paused.v1", Topics.PATIENT, Service.API_SERVICE, QrCodePaused.class, AuditAction.UPDATE),
    QR_CODE_OPENED("qr-code.opened.v1", Topics.PATIENT, Service.API_SERVICE, QrCodeOpened.class, AuditAction.READ),
    QR_CODE_PASSCODE_REFUSED(
            "qr-code.passcode-refused.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            QrCodePasscodeRefused.class,
            AuditAction.READ),
    CONSENT_REQUESTED(
            "consent.requested.v1", Topics.PATIENT, Service.API_SERVICE, ConsentRequested.class, AuditAction.CREATE),
    CONSENT_GRANTED(
            "consent.granted.v1", Topics.PATIENT, Service.API_SERVICE, ConsentGranted.class, AuditAction.CREATE),
    CONSENT_REFUSED(
            "consent.refused.v1", Topics.PATIENT, Service.API_SERVICE, ConsentRefused.class, AuditAction.UPDATE),
    CONSENT_REVOKED(
            "consent.revoked.v1", Topics.PATIENT, Service.API_SERVICE, ConsentRevoked.class, AuditAction.DELETE),
    EMERGENCY_ACCESS_TAKEN(
            "emergency-access.taken.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            EmergencyAccessTaken.class,
            AuditAction.CREATE),
    EMERGENCY_ACCESS_REVIEWED(
            "emergency-access.reviewed.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            EmergencyAccessReviewed.class,
            AuditAction.UPDATE),
    EMERGENCY_ACCESS_SWITCHED(
            "emergency-access.switched.v1",
            Topics.IDENTITY,
            Service.API_SERVICE,
            EmergencyAccessSwitched.class,
            AuditAction.UPDATE),
    DEPENDANT_REGISTERED(
            "dependant.registered.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            DependantRegistered.class,
            AuditAction.CREATE),
    REPRESENTATIVE_INVITED(
            "representative.invited.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            RepresentativeInvited.class,
            AuditAction.CREATE),
    REPRESENTATIVE_ADDED(
            "representative.added.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            RepresentativeAdded.class,
            AuditAction.CREATE),
    REPRESENTATIVE_ENDED(
            "representative.ended.v1",
            Topics.PATIENT,
            Service.API_SERVICE,
            RepresentativeEnded.class,
            AuditAction.DELETE),
    PASSPORT_TAKEN_OVER(
            "passport.taken-over.v1", Topics.PATIENT, Service.API_SERVICE, PassportTakenOver.class, AuditAction.UPDATE),
    QR_CODE_DRAWN("qr-code.drawn.v1", Topics.PROCESSING, Service.QR_WORKER, QrCodeDrawn.class, AuditAction.EXECUTE),
    DATA_READ("access.data-read.v1", Topics.ACCESS, Service.API_SERVICE, DataRead.class, AuditAction.READ),
    LINK_OPENED("access.link-opened.v1", Topics.ACCESS, Service.API_SERVICE, LinkOpened.class, AuditAction.READ),
    ACCESS_DENIED("access.denied.v1", Topics.ACCESS, Service.API_SERVICE, AccessDenied.class, AuditAction.EXECUTE),
    LOGGED_IN("access.logged-in.v1", Topics.ACCESS, Service.API_SERVICE, LoggedIn.class, AuditAction.EXECUTE),
    LOGIN_FAILED("access.login-failed.v1", Topics.ACCESS, Service.API_SERVICE, LoginFailed.class, AuditAction.EXECUTE),
    PERSON_LOOKED_UP(
            "access.person-looked-up.v1", Topics.ACCESS, Service.API_SERVICE, PersonLookedUp.class, AuditAction.READ),
    DEAD_LETTER_REPLAYED(
            "dead-letter.replayed.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            DeadLetterReplayed.class,
            AuditAction.EXECUTE),
    DEAD_LETTER_DISCARDED(
            "dead-letter.discarded.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            DeadLetterDiscarded.class,
            AuditAction.UPDATE),
    TRAIL_REBUILD_STARTED(
            "access.trail-rebuild-started.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            TrailRebuildStarted.class,
            AuditAction.EXECUTE),
    KEY_ROTATION_STARTED(
            "access.key-rotation-started.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            KeyRotationStarted.class,
            AuditAction.EXECUTE),
    EVENT_KEY_ROTATION_STARTED(
            "access.event-key-rotation-started.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            EventKeyRotationStarted.class,
            AuditAction.EXECUTE),
    EVENT_KEY_DESTROYED(
            "access.event-key-destroyed.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            EventKeyDestroyed.class,
            AuditAction.DELETE),
    DOCUMENT_MOVE_STARTED(
            "access.document-move-started.v1",
            Topics.ACCESS,
            Service.API_SERVICE,
            DocumentMoveStarted.class,
            AuditAction.EXECUTE);

    private static final Map<String, EventType> BY_CE_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::ceType, Function.identity()));

    private final String ceType;
    private final Topics topic;
    private final Service producer;
    private final Class<? extends SpecificRecord> payloadClass;
    private final AuditAction action;

    EventType(
            String name,
            Topics topic,
            Service producer,
            Class<? extends SpecificRecord> payloadClass,
            AuditAction action) {
        this.ceType = "org.healthpassport." + name;
        this.topic = topic;
        this.producer = producer;
        this.payloadClass = payloadClass;
        this.action = action;
    }

    /** The CloudEvents {@code type}; a breaking change of the payload is a new type. */
    public String ceType() {
        return ceType;
    }

    /** The only topic on which events of this type travel. */
    public Topics topic() {
        return topic;
    }

    /** The only service that may write events of this type. */
    public Service producer() {
        return producer;
    }

    /** The CloudEvents {@code source}. */
    public String source() {
        return producer.source();
    }

    /** The payload, generated from the newest version of its Avro schema. */
    public Class<? extends SpecificRecord> payloadClass() {
        return payloadClass;
    }

    /**
     * The id of the schema that a payload of this type was written with.
     *
     * @throws MalformedEvent if the data is no payload, or one of another type
     */
    public int schemaOf(byte[] data) {
        PublishedSchema writer = EventCodec.writerOf(data, SchemaHistory.published());
        if (!writer.fullName().equals(payloadClass.getName())) {
            throw new MalformedEvent("Expected the payload of " + this + ", but its schema belongs to another type");
        }
        return writer.id();
    }

    /**
     * The action of an event of this type in the terms of the audit log; the stamp of a denial has a more exact one.
     */
    public AuditAction action() {
        return action;
    }

    /** All types of events that travel on a topic. */
    public static Set<EventType> on(Topics topic) {
        return Arrays.stream(values()).filter(type -> type.topic == topic).collect(Collectors.toUnmodifiableSet());
    }

    /** The type of that CloudEvents {@code type}; empty for one that a newer writer may know. */
    public static Optional<EventType> ofCeType(String ceType) {
        return Optional.ofNullable(BY_CE_TYPE.get(ceType));
    }
}
