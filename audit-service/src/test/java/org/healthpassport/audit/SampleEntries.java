package org.healthpassport.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryActor;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.events.EventType;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;

/** Entries as events make them. */
public final class SampleEntries {
    public static final Instant TIME = Instant.parse("2026-11-23T05:26:00.123Z");

    private SampleEntries() {}

    public static AuditEntry entry(
            Instant time, Action action, Outcome outcome, String actor, @Nullable String patient) {
        return entry(UUID.randomUUID().toString(), time, action, outcome, actor, patient, null, null);
    }

    /** Of a read by this actor. */
    public static AuditEntry by(String actor) {
        return entry(TIME, Action.READ, Outcome.SUCCESS, actor, null);
    }

    /** As this service itself makes them. */
    public static AuditEntry own(String eventId) {
        return own(eventId, "somebody");
    }

    /** As this service itself makes them, of a query by this actor. */
    public static AuditEntry ownBy(String actor) {
        return own(UUID.randomUUID().toString(), actor);
    }

    private static AuditEntry own(String eventId, String actor) {
        return own(eventId, actor, null);
    }

    /** As this service itself makes them, of a query about this patient, as a pseudonym. */
    public static AuditEntry own(String eventId, String actor, @Nullable String patient) {
        return new AuditEntry(
                eventId,
                "org.healthpassport.audit.queried.v1",
                AuditEntry.OURSELVES,
                TIME,
                TIME,
                Action.READ,
                Outcome.SUCCESS,
                EntryActor.account(actor, "AUDITOR"),
                patient,
                null,
                false,
                null,
                null,
                null);
    }

    /** @param stream with its kind, such as {@code documents/1}; without one, it is of a patient */
    public static AuditEntry inStream(String stream, long sequence) {
        return inStream(stream, sequence, TIME);
    }

    /** As {@link #inStream(String, long)}, of an event at this time. */
    public static AuditEntry inStream(String stream, long sequence, Instant time) {
        String collection = stream.contains("/") ? StreamKind.collectionOf(stream) : StreamKind.PATIENTS.collection();
        EventType type = Arrays.stream(EventType.values())
                .filter(any -> StreamKind.of(any)
                        .filter(kind -> kind.collection().equals(collection))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        return entry(
                UUID.randomUUID().toString(),
                type.ceType(),
                time,
                Action.UPDATE,
                Outcome.SUCCESS,
                "somebody",
                null,
                new StreamPosition(StreamKind.idOf(stream), sequence),
                null);
    }

    public static AuditEntry withDetail(String eventId, EntryDetail detail) {
        return entry(eventId, TIME, Action.READ, Outcome.SUCCESS, "somebody", "pseudonym", null, detail);
    }

    /** Of a read of this patient's data, as a pseudonym. */
    public static AuditEntry ofPatient(String eventId, String patient, EntryDetail detail) {
        return entry(eventId, TIME, Action.READ, Outcome.SUCCESS, "somebody", patient, null, detail);
    }

    private static AuditEntry entry(
            String eventId,
            Instant time,
            Action action,
            Outcome outcome,
            String actor,
            @Nullable String patient,
            @Nullable StreamPosition stream,
            @Nullable EntryDetail detail) {
        return entry(
                eventId, "org.healthpassport.record.read.v1", time, action, outcome, actor, patient, stream, detail);
    }

    private static AuditEntry entry(
            String eventId,
            String type,
            Instant time,
            Action action,
            Outcome outcome,
            String actor,
            @Nullable String patient,
            @Nullable StreamPosition stream,
            @Nullable EntryDetail detail) {
        return new AuditEntry(
                eventId,
                type,
                "/api-service",
                time,
                time,
                action,
                outcome,
                EntryActor.account(actor, "DOCTOR"),
                patient,
                "TREAT",
                false,
                stream,
                detail,
                null);
    }
}
