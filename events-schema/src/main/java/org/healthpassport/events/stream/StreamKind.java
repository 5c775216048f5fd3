package org.healthpassport.events.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of streams, each with the collection of api-service that emits it. They are known here and not read from the
 * database, where an attacker could leave one out. Two aggregates of different kinds may have one id, so a stream is named by
 * both: {@code documents/1f0c...}.
 */
public enum StreamKind {
    ACCESS_BATCHES("accessBatches"),
    ACCOUNTS("accounts"),
    CONSENTS("consents"),
    DOCUMENTS("documents"),
    EMERGENCY_ACCESSES("emergencyAccesses"),
    PATIENTS("patients"),
    QR_CODES("qrCodes"),
    RECORDS("records"),
    REPRESENTATIONS("representations"),
    REPRESENTATIVE_INVITATIONS("representativeInvitations");

    private static final char SEPARATOR = '/';
    /** Registrations that are not confirmed yet, and patients who changed nothing, have emitted nothing. */
    private static final Set<StreamKind> BEGIN_SILENTLY = Set.of(ACCOUNTS, PATIENTS);

    private final String collection;

    StreamKind(String collection) {
        this.collection = collection;
    }

    /** The kind of the stream in which events of a type are numbered; empty for events without a number. */
    public static Optional<StreamKind> of(EventType type) {
        return Optional.ofNullable(kindOf(type));
    }

    private static @Nullable StreamKind kindOf(EventType type) {
        return switch (type) {
            case ACCOUNT_REGISTERED,
                    ACCOUNT_ACTIVATED,
                    ACCOUNT_SUSPENDED,
                    ACCOUNT_CLOSED,
                    ACCOUNT_CHANGED,
                    DOCTOR_MOVED,
                    EMAIL_CONFIRMED,
                    EMERGENCY_ACCESS_SWITCHED,
                    PASSWORD_CHANGED,
                    PASSWORD_RESET_REQUESTED,
                    SECOND_FACTOR_ENROLLED,
                    SECOND_FACTOR_REMOVED,
                    SECOND_FACTOR_USED,
                    SESSION_ENDED,
                    SESSION_REFRESHED,
                    SESSION_STARTED -> ACCOUNTS;
            case DEMOGRAPHICS_CHANGED -> PATIENTS;
            case RECORD_CREATED, RECORD_AMENDED, RECORD_DELETED, RECORD_HIDDEN, RECORD_SHOWN, RECORD_ANNOTATED ->
                RECORDS;
            case DOCUMENT_RECEIVED, DOCUMENT_STORED, DOCUMENT_FAILED, DOCUMENT_DELETED -> DOCUMENTS;
            case QR_CODE_REQUESTED,
                    QR_CODE_READY,
                    QR_CODE_FAILED,
                    QR_CODE_REVOKED,
                    QR_CODE_PAUSED,
                    QR_CODE_OPENED,
                    QR_CODE_PASSCODE_REFUSED -> QR_CODES;
            case CONSENT_REQUESTED, CONSENT_GRANTED, CONSENT_REFUSED, CONSENT_REVOKED -> CONSENTS;
            case EMERGENCY_ACCESS_TAKEN, EMERGENCY_ACCESS_REVIEWED -> EMERGENCY_ACCESSES;
            case REPRESENTATIVE_INVITED -> REPRESENTATIVE_INVITATIONS;
            case DEPENDANT_REGISTERED, REPRESENTATIVE_ADDED, REPRESENTATIVE_ENDED, PASSPORT_TAKEN_OVER ->
                REPRESENTATIONS;
            case DATA_READ,
                    LINK_OPENED,
                    ACCESS_DENIED,
                    LOGGED_IN,
                    LOGIN_FAILED,
                    PERSON_LOOKED_UP,
                    DEAD_LETTER_REPLAYED,
                    DEAD_LETTER_DISCARDED,
                    TRAIL_REBUILD_STARTED,
                    KEY_ROTATION_STARTED,
                    EVENT_KEY_ROTATION_STARTED,
                    EVENT_KEY_DESTROYED,
                    DOCUMENT_MOVE_STARTED -> ACCESS_BATCHES;
            case NOTIFICATION_ADDED, DOCUMENT_PROCESSED, QR_CODE_DRAWN -> null;
        };
    }

    /** The kinds of which every document is a stream. */
    public static List<StreamKind> ofAggregates() {
        return Arrays.stream(values()).filter(kind -> !kind.isOfProducers()).toList();
    }

    public String collection() {
        return collection;
    }

    /** Tells whether many documents are of one stream, which each of them names as its producer. */
    public boolean isOfProducers() {
        return this == ACCESS_BATCHES;
    }

    /** Tells whether an aggregate may exist before its first event. */
    public boolean beginsSilently() {
        return BEGIN_SILENTLY.contains(this);
    }

    /** Tells whether each aggregate has keys of its own, which are made before it and destroyed after it. */
    public boolean hasKeys() {
        return BEGIN_SILENTLY.contains(this);
    }

    /** The name of a stream of this kind. */
    public String stream(String id) {
        return collection + SEPARATOR + id;
    }

    /** The name before those of all streams of this kind. */
    public String first() {
        return collection + SEPARATOR;
    }

    /** The name after those of all streams of this kind. */
    public String end() {
        return collection + (char) (SEPARATOR + 1);
    }

    /** The collection in the name of a stream. */
    public static String collectionOf(String stream) {
        return stream.substring(0, Math.max(0, stream.indexOf(SEPARATOR)));
    }

    /** The id in the name of a stream. */
    public static String idOf(String stream) {
        return stream.substring(stream.indexOf(SEPARATOR) + 1);
    }
}
