package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryActor;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.entry.SourceRecord;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.events.Event;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.kafka.EventMacs;
import org.jspecify.annotations.Nullable;

/** Makes exactly one entry of each record from the bus that is not forged, whatever it holds. */
final class EventEntries {
    private final EventMacs macs;

    EventEntries(EventMacs macs) {
        this.macs = macs;
    }

    /**
     * The entry of the event in a record; for a record that is no event, an entry that records this.
     *
     * @throws org.healthpassport.events.kafka.ForgedEvent if its producer did not write it for this service
     */
    IdentifiedEntry of(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditEntry entry = entry(macs.read(withTextKey(record)), Instant.ofEpochMilli(record.timestamp()));
            return new IdentifiedEntry(entry.eventId(), entry.toEntry(), origin(record));
        } catch (MalformedEvent | IllegalArgumentException notAnEvent) {
            // Nothing of its content goes into the log or elsewhere, because it may be anything.
            return unparseable(record);
        }
    }

    private static AuditEntry entry(Event event, Instant recordedAt) {
        AuditStamp stamp = event.stamp();
        StreamPosition stream = new StreamPosition(event.subject(), event.sequence());
        if (stamp == null) {
            return new AuditEntry(
                    event.id(),
                    event.type().ceType(),
                    event.type().source(),
                    event.time(),
                    recordedAt,
                    action(event.type().action()),
                    Outcome.SUCCESS,
                    EntryActor.service(event.type().source()),
                    null,
                    null,
                    false,
                    stream,
                    null,
                    null);
        }
        return new AuditEntry(
                event.id(),
                event.type().ceType(),
                event.type().source(),
                event.time(),
                recordedAt,
                action(stamp.getAction()),
                Outcome.ofCode(stamp.getOutcome()),
                new EntryActor(stamp.getActor(), stamp.getActorRole(), stamp.getOrganization()),
                stamp.getPatient(),
                stamp.getPurpose(),
                stamp.getBreakGlass(),
                stream,
                detail(stamp),
                null);
    }

    private static @Nullable EntryDetail detail(AuditStamp stamp) {
        return stamp.getKeyId().isEmpty()
                ? null
                : new EntryDetail(
                        stamp.getKeyId(),
                        PayloadBytes.of(stamp.getSealedDetail()),
                        PayloadBytes.of(stamp.getCommitment()));
    }

    private static Action action(AuditAction action) {
        return switch (action) {
            case CREATE -> Action.CREATE;
            case READ -> Action.READ;
            case UPDATE -> Action.UPDATE;
            case DELETE -> Action.DELETE;
            case EXECUTE, UNKNOWN -> Action.EXECUTE;
        };
    }

    private static IdentifiedEntry unparseable(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        return FindingEntries.ofUnparseable(
                origin(record),
                value == null ? new byte[0] : value,
                Instant.ofEpochMilli(Math.max(0, record.timestamp())));
    }

    static SourceRecord origin(ConsumerRecord<?, ?> record) {
        return new SourceRecord(record.topic(), record.partition(), record.offset());
    }

    private static ConsumerRecord<String, byte[]> withTextKey(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key == null ? "" : new String(key, UTF_8),
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }
}
