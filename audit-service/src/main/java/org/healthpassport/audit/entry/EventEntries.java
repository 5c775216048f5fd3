package org.healthpassport.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.events.CloudEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.vault.digest.Sha256;
import org.jspecify.annotations.Nullable;

/** Makes the entry of a record from the bus: of every record one, whatever it is. */
public final class EventEntries {
    private static final String OURSELVES = AuditEntry.OURSELVES;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    private EventEntries() {}

    /** The entry of the event in a record; of a record that is none, one that says so. */
    public static IdentifiedEntry of(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditEntry entry =
                    entry(CloudEvents.fromRecord(withTextKey(record)), Instant.ofEpochMilli(record.timestamp()));
            return new IdentifiedEntry(entry.eventId(), entry.toEntry(), origin(record));
        } catch (MalformedEvent | IllegalArgumentException notAnEvent) {
            // Nothing of what it says goes into the log or elsewhere: it may be anything.
            return unparseable(record);
        }
    }

    /** The entry that says that records are not there which were to be read next. */
    public static IdentifiedEntry ofGap(Finding.OffsetGap gap, Instant noticedAt) {
        // With the time, as a topic that is made anew again and again leaves the same gap each time.
        String id =
                "gap/%s/%d/%d/%d/%s".formatted(gap.topic(), gap.partition(), gap.expected(), gap.found(), noticedAt);
        return found(id, gap, noticedAt, Outcome.MAJOR_FAILURE).identified();
    }

    /**
     * The entry that says that another one was refused, as it bears the id of what is in the log and says something else.
     * It is the same whenever the same record comes again.
     */
    public static IdentifiedEntry ofConflict(IdentifiedEntry refused) {
        Origin origin = refused.origin();
        byte[] bytes = refused.entry().bytes();
        Finding.Conflict finding =
                new Finding.Conflict(origin.topic(), origin.partition(), origin.offset(), Sha256.hexOf(bytes));
        String id = "conflict/%s/%d/%d/%s"
                .formatted(finding.topic(), finding.partition(), finding.offset(), finding.sha256());
        Instant time =
                AuditEntry.read(refused.entry()).map(AuditEntry::recordedAt).orElse(Instant.EPOCH);
        return new IdentifiedEntry(
                id, found(id, finding, time, Outcome.SERIOUS_FAILURE).toEntry(), origin);
    }

    /** The entry that says that something was in the queue of our own entries that does not come from us. */
    public static IdentifiedEntry ofRefused(String id, byte[] bytes, Instant noticedAt) {
        Finding.OwnEntryRefused finding =
                new Finding.OwnEntryRefused(ID.matcher(id).matches() ? id : "", Sha256.hexOf(bytes));
        // With the time, as the same may be put there again and again.
        String found = "own-entry-refused/%s/%s".formatted(finding.sha256(), noticedAt);
        return found(found, finding, noticedAt, Outcome.SERIOUS_FAILURE).identified();
    }

    private static AuditEntry entry(Event event, Instant recordedAt) {
        AuditStamp stamp = event.stamp();
        Stream stream = new Stream(event.subject(), event.sequence());
        if (stamp == null) {
            return new AuditEntry(
                    event.id(),
                    event.type().ceType(),
                    event.type().source(),
                    event.time(),
                    recordedAt,
                    action(event.type().action()),
                    Outcome.SUCCESS,
                    Actor.service(event.type().source()),
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
                new Actor(stamp.getActor(), stamp.getActorRole(), stamp.getOrganization()),
                stamp.getPatient(),
                stamp.getPurpose(),
                stamp.getBreakGlass(),
                stream,
                detail(stamp),
                null);
    }

    private static @Nullable Detail detail(AuditStamp stamp) {
        return stamp.getKeyId().isEmpty()
                ? null
                : new Detail(
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
        Finding.Unparseable finding = new Finding.Unparseable(
                record.topic(), record.partition(), record.offset(), Sha256.hexOf(value == null ? new byte[0] : value));
        String id = "unparseable/%s/%d/%d/%s"
                .formatted(finding.topic(), finding.partition(), finding.offset(), finding.sha256());
        AuditEntry found =
                found(id, finding, Instant.ofEpochMilli(Math.max(0, record.timestamp())), Outcome.SERIOUS_FAILURE);
        return new IdentifiedEntry(id, found.toEntry(), origin(record));
    }

    private static AuditEntry found(String id, Finding finding, Instant time, Outcome outcome) {
        return new AuditEntry(
                id,
                finding.type(),
                OURSELVES,
                time,
                time,
                Action.EXECUTE,
                outcome,
                Actor.service(OURSELVES),
                null,
                null,
                false,
                null,
                null,
                finding);
    }

    private static Origin origin(ConsumerRecord<?, ?> record) {
        return new Origin(record.topic(), record.partition(), record.offset());
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
