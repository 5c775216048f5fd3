package org.healthpassport.api.access.log;

import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.AuditedOperation;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Tried;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
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
import org.healthpassport.events.deadletter.DeadLetterDiscarded;
import org.healthpassport.events.deadletter.DeadLetterReplayed;
import org.jspecify.annotations.Nullable;

/** An access that is recorded by itself, not with an aggregate that it changes. */
public sealed interface Access {

    EventType type();

    /** @param occurrences the number of such accesses that the event stands for */
    SpecificRecord payload(int occurrences);

    AuditedOperation operation();

    /** The patient whose data it is about; null if there is none. */
    default @Nullable String patientId() {
        return null;
    }

    /** The actor, if it is not the caller of the request: nobody is signed in during a login. */
    default @Nullable Actor actor() {
        return null;
    }

    /** FHIR's {@code AuditEvent.outcome}. */
    default int outcome() {
        return 0;
    }

    /** The reason of the failure; null for a success. */
    default @Nullable Enum<?> failure() {
        return null;
    }

    /** The same with what the request tried, for accesses that do not tell it themselves. */
    default Access of(Tried tried) {
        return this;
    }

    /**
     * Data of a patient is given to an account.
     *
     * @param resourceId null for a list
     * @param consentId the consent that gives the right; null for other rights
     */
    record Read(
            String patientId,
            String resourceType,
            @Nullable String resourceId,
            Interaction interaction,
            AccessRight right,
            @Nullable String consentId)
            implements Access {

        @Override
        public EventType type() {
            return EventType.DATA_READ;
        }

        @Override
        public DataRead payload(int occurrences) {
            return new DataRead(patientId, resourceType, resourceId, interaction, right, consentId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.read(resourceType, resourceId, interaction.name());
        }
    }

    /**
     * Data of a patient is given to somebody who has a link to it.
     *
     * @param recipient the name that they gave; null if nobody asks for one
     * @param makerId the account that made the link; null for QR codes of the patient in person
     */
    record LinkUse(
            String patientId,
            String resourceType,
            String resourceId,
            @Nullable String recipient,
            @Nullable String makerId)
            implements Access {

        @Override
        public EventType type() {
            return EventType.LINK_OPENED;
        }

        @Override
        public LinkOpened payload(int occurrences) {
            return new LinkOpened(patientId, resourceType, resourceId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.read(resourceType, resourceId, Interaction.DOWNLOAD.name())
                    .to(recipient)
                    .of(makerId);
        }

        /** Without the recipient, as records can end up in logs. */
        @Override
        public String toString() {
            return "LinkUse[" + resourceType + ", " + resourceId + ']';
        }
    }

    /**
     * A request was denied.
     *
     * @param patientId a patient that exists, or null
     * @param recipient the name that somebody without an account gave; null if nobody asks for one
     * @param tried as {@link AccessLog} finds it in the request
     */
    record Denial(
            @Nullable String patientId,
            DenialReason reason,
            @Nullable String recipient,
            Tried tried) implements Access {
        private static final int SERIOUS = 8;
        private static final int MINOR = 4;

        public Denial(@Nullable String patientId, DenialReason reason) {
            this(patientId, reason, null);
        }

        public Denial(@Nullable String patientId, DenialReason reason, @Nullable String recipient) {
            this(patientId, reason, recipient, Tried.UNKNOWN);
        }

        @Override
        public Denial of(Tried what) {
            return new Denial(patientId, reason, recipient, what);
        }

        @Override
        public EventType type() {
            return EventType.ACCESS_DENIED;
        }

        @Override
        public AccessDenied payload(int occurrences) {
            return new AccessDenied(
                    patientId, reason, occurrences, tried.resourceType(), tried.resourceId(), tried.interaction());
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.denied(
                            reason.name(),
                            tried.resourceType(),
                            tried.resourceId(),
                            tried.interaction().name())
                    .to(recipient);
        }

        @Override
        public int outcome() {
            return reason == DenialReason.NOT_PERMITTED ? SERIOUS : MINOR;
        }

        @Override
        public DenialReason failure() {
            return reason;
        }

        /** Without the recipient, as records can end up in logs. */
        @Override
        public String toString() {
            return "Denial[" + patientId + ", " + reason + ']';
        }
    }

    /** A login. */
    record Login(Caller caller) implements Access {

        @Override
        public EventType type() {
            return EventType.LOGGED_IN;
        }

        @Override
        public LoggedIn payload(int occurrences) {
            return new LoggedIn(caller.accountId());
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.login(caller.accountId());
        }

        @Override
        public Actor actor() {
            return caller.actor();
        }
    }

    /**
     * An auditor asks who somebody is.
     *
     * @param accountId the account that was found; null for a patient without one, and if nobody was found
     * @param patientId the patient who was found; null for everybody else
     */
    record PersonLookUp(
            @Nullable String accountId, @Nullable String patientId) implements Access {
        private static final String RESOURCE_TYPE = "PERSON";
        private static final int MINOR = 4;

        @Override
        public EventType type() {
            return EventType.PERSON_LOOKED_UP;
        }

        @Override
        public PersonLookedUp payload(int occurrences) {
            return new PersonLookedUp(accountId, patientId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.read(RESOURCE_TYPE, foundId(), Interaction.READ.name());
        }

        @Override
        public int outcome() {
            return foundId() == null ? MINOR : 0;
        }

        private @Nullable String foundId() {
            return accountId == null ? patientId : accountId;
        }
    }

    /** An administrator sends a dead letter to its consumer again. */
    record DeadLetterReplay(DeadLetterRef letter) implements Access {

        @Override
        public EventType type() {
            return EventType.DEAD_LETTER_REPLAYED;
        }

        @Override
        public DeadLetterReplayed payload(int occurrences) {
            return new DeadLetterReplayed(
                    letter.id(), letter.topic(), letter.partition(), letter.offset(), letter.consumer());
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(DeadLetterRef.RESOURCE_TYPE, letter.id());
        }
    }

    /**
     * An administrator decides that a dead letter will never be replayed.
     *
     * @param reason as the administrator typed it; stored in the sealed detail only
     */
    record DeadLetterDiscard(DeadLetterRef letter, String reason) implements Access {

        @Override
        public EventType type() {
            return EventType.DEAD_LETTER_DISCARDED;
        }

        @Override
        public DeadLetterDiscarded payload(int occurrences) {
            return new DeadLetterDiscarded(
                    letter.id(), letter.topic(), letter.partition(), letter.offset(), letter.consumer());
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(DeadLetterRef.RESOURCE_TYPE, letter.id()).because(reason);
        }

        /** Without the reason, as records can end up in logs. */
        @Override
        public String toString() {
            return "DeadLetterDiscard[" + letter + ']';
        }
    }

    /** An administrator has the trails of all patients made again. */
    record TrailRebuild(String rebuildId) implements Access {
        private static final String RESOURCE_TYPE = "TRAIL_REBUILD";

        @Override
        public EventType type() {
            return EventType.TRAIL_REBUILD_STARTED;
        }

        @Override
        public TrailRebuildStarted payload(int occurrences) {
            return new TrailRebuildStarted(rebuildId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(RESOURCE_TYPE, rebuildId);
        }
    }

    /** An administrator has the key-encryption keys replaced by new ones. */
    record KeyRotation(String rotationId) implements Access {
        private static final String RESOURCE_TYPE = "KEY_ROTATION";

        @Override
        public EventType type() {
            return EventType.KEY_ROTATION_STARTED;
        }

        @Override
        public KeyRotationStarted payload(int occurrences) {
            return new KeyRotationStarted(rotationId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(RESOURCE_TYPE, rotationId);
        }
    }

    /** An administrator has the keys of events replaced by new ones. */
    record EventKeyRotation(String rotationId) implements Access {
        private static final String RESOURCE_TYPE = "EVENT_KEY_ROTATION";

        @Override
        public EventType type() {
            return EventType.EVENT_KEY_ROTATION_STARTED;
        }

        @Override
        public EventKeyRotationStarted payload(int occurrences) {
            return new EventKeyRotationStarted(rotationId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(RESOURCE_TYPE, rotationId);
        }
    }

    /**
     * An administrator destroys an old version of a key of events.
     *
     * @param name of the key
     */
    record EventKeyDestruction(String name, String version) implements Access {
        private static final String RESOURCE_TYPE = "EVENT_KEY";

        @Override
        public EventType type() {
            return EventType.EVENT_KEY_DESTROYED;
        }

        @Override
        public EventKeyDestroyed payload(int occurrences) {
            return new EventKeyDestroyed(name, version);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(RESOURCE_TYPE, name + '/' + version);
        }
    }

    /** An administrator has documents moved from former object stores to those for new ones. */
    record DocumentMove(String moveId) implements Access {
        private static final String RESOURCE_TYPE = "DOCUMENT_MOVE";

        @Override
        public EventType type() {
            return EventType.DOCUMENT_MOVE_STARTED;
        }

        @Override
        public DocumentMoveStarted payload(int occurrences) {
            return new DocumentMoveStarted(moveId);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.of(RESOURCE_TYPE, moveId);
        }
    }

    /**
     * A failed login.
     *
     * @param tried null if there is no such account, or nobody looked
     */
    record FailedLogin(@Nullable Caller tried, LoginFailure reason) implements Access {
        private static final int MINOR = 4;

        @Override
        public EventType type() {
            return EventType.LOGIN_FAILED;
        }

        @Override
        public LoginFailed payload(int occurrences) {
            return new LoginFailed(accountId(), reason, occurrences);
        }

        @Override
        public AuditedOperation operation() {
            return AuditedOperation.refused(reason.name(), accountId());
        }

        @Override
        public @Nullable Actor actor() {
            return tried == null ? null : tried.actor();
        }

        @Override
        public int outcome() {
            return MINOR;
        }

        @Override
        public LoginFailure failure() {
            return reason;
        }

        private @Nullable String accountId() {
            return tried == null ? null : tried.accountId();
        }
    }
}
