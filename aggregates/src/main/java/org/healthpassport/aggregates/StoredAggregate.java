package org.healthpassport.aggregates;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import com.mongodb.MongoServerException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.list.TimeOrder;
import org.healthpassport.aggregates.outbox.Lease;
import org.healthpassport.aggregates.outbox.OutboxFields;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.key.SealBroken;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/** An aggregate as a MongoDB document. */
record StoredAggregate(Document document) {
    static final String VERSION = "version";
    static final String SUBJECT = "subjectId";
    static final String CREATED = "createdAt";
    /** The order of lists. */
    static final TimeOrder ORDER = new TimeOrder(CREATED);

    /** Marks a document that only rules out its id; it has no other field. */
    static final String RULED_OUT = "ruledOut";

    /** Grows to keep changes out that were decided on before; absent until it is needed. */
    static final String FENCE = "fence";

    private static final String SEALED = "sealed";

    /** The codes of MongoDB for a document of more than 16 MiB. */
    private static final Set<Integer> TOO_LARGE = Set.of(10_334, 17_419, 17_420);

    static StoredAggregate first(
            String id,
            String subjectId,
            Instant now,
            Map<String, @Nullable Object> indexFields,
            byte[] sealed,
            long last) {
        Document document = new Document("_id", id)
                .append(VERSION, 1L)
                .append(SUBJECT, subjectId)
                .append(CREATED, Date.from(now))
                .append(SEALED, new Binary(sealed))
                .append(StreamHeads.LAST, last)
                .append(StreamHeads.CHANGED, StreamHeads.minute(now));
        indexFields.forEach((field, value) -> {
            if (value != null) {
                document.put(field, value);
            }
        });
        return new StoredAggregate(document);
    }

    static Document ruledOut(String id) {
        return new Document("_id", id).append(RULED_OUT, true);
    }

    StoredAggregate with(List<PendingEvent> events, Lease lease) {
        document.append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(
                        OutboxFields.EVENTS,
                        events.stream().map(PendingEvent::toDocument).toList())
                .append(OutboxFields.LEASE, lease.toDocument());
        return this;
    }

    static Update change(
            long version, Map<String, @Nullable Object> indexFields, byte[] sealed, long last, Instant now) {
        Update update = new Update()
                .set(VERSION, version)
                .set(SEALED, new Binary(sealed))
                .set(StreamHeads.LAST, last)
                .set(StreamHeads.CHANGED, StreamHeads.minute(now));
        indexFields.forEach((field, value) -> {
            if (value == null) {
                update.unset(field);
            } else {
                update.set(field, value);
            }
        });
        return update;
    }

    /** Adds events to a change; {@code lease} is null if another instance is sending the events before them. */
    void append(Update update, List<PendingEvent> events, @Nullable Lease lease) {
        List<Document> added = events.stream().map(PendingEvent::toDocument).toList();
        if (hasListOfEvents()) {
            update.push(OutboxFields.EVENTS).each(added.toArray());
        } else {
            // MongoDB appends to lists alone. What somebody wrote there stays, as an element that nobody sends.
            update.set(
                    OutboxFields.EVENTS,
                    Stream.concat(Stream.ofNullable(waiting()), added.stream()).toList());
        }
        update.set(OutboxFields.MARK, OutboxFields.PENDING);
        if (lease != null) {
            update.set(OutboxFields.LEASE, lease.toDocument());
        }
    }

    private boolean hasListOfEvents() {
        return !document.containsKey(OutboxFields.EVENTS) || waiting() instanceof List;
    }

    /** The condition that it was neither changed nor fenced since it was read. */
    Criteria unchanged() {
        Criteria unchanged =
                where("_id").is(id()).and(VERSION).is(version()).and(FENCE).is(document.get(FENCE));
        return hasListOfEvents()
                ? unchanged
                // Somebody may have put the events back meanwhile, which must not be replaced.
                : unchanged
                        .and(OutboxFields.EVENTS)
                        .not()
                        .elemMatch(where("eventId").exists(true));
    }

    /** True if it has no room for a change, as somebody filled it up. */
    static boolean isTooLarge(Throwable failure) {
        return Failures.causes(failure).stream()
                .anyMatch(cause ->
                        cause instanceof MongoServerException refused && TOO_LARGE.contains(refused.getCode()));
    }

    /** True if all fields that are needed to open it are there. */
    boolean isWhole() {
        return document.get("_id") instanceof String
                && document.get(VERSION) instanceof Long
                && hasSubject()
                && ORDER.isTimed(document)
                && document.get(SEALED) instanceof Binary
                && document.get(StreamHeads.LAST) instanceof Long;
    }

    boolean hasSubject() {
        return document.get(SUBJECT) instanceof String;
    }

    /** Defined for incomplete documents, too. */
    ListPosition position() {
        return ORDER.position(document);
    }

    /** The description of an aggregate that cannot be read. */
    Unreadable unreadable(String kind, UnreadableReason reason) {
        return new Unreadable(kind, String.valueOf(document.get("_id")), hasSubject() ? subjectId() : null, reason);
    }

    boolean isRuledOut() {
        return document.containsKey(RULED_OUT);
    }

    String id() {
        return document.getString("_id");
    }

    long version() {
        return document.getLong(VERSION);
    }

    /** The number of the last event, which nothing protects before {@link #requireLast}. */
    long last() {
        return document.getLong(StreamHeads.LAST);
    }

    Instant createdAt() {
        return document.getDate(CREATED).toInstant();
    }

    String subjectId() {
        return document.getString(SUBJECT);
    }

    byte[] sealed() {
        return document.get(SEALED, Binary.class).getData();
    }

    /**
     * The number of the last event, which is stored in clear as well, where nothing but this check protects it.
     *
     * @throws SealBroken if the two numbers differ
     */
    void requireLast(long sealedLast) {
        if (last() != sealedLast) {
            throw new SealBroken("Expected the number of the last event to be the sealed one, but it is another.");
        }
    }

    /**
     * An index field, which is in clear, where nothing but this check protects it.
     *
     * @param value null if it must be absent
     * @param orAbsent true if it may also be absent
     * @throws SealBroken if it is not as the sealed state says
     */
    void requireField(String field, @Nullable Object value, boolean orAbsent) {
        Object stored = document.get(field);
        if (!Objects.equals(stored, value) && !(orAbsent && stored == null)) {
            throw new SealBroken(
                    "Expected the field %s to be as the sealed state says, but it is not.".formatted(field));
        }
    }

    /** The lease that this instance may write with its events; null while another instance holds it. */
    @Nullable
    Lease leaseFor(String instance) {
        Lease current = Lease.from(document.get(OutboxFields.LEASE));
        return current == null || current.owner().equals(instance) ? Lease.taken(current, instance) : null;
    }

    /** The events that wait, as anybody may have written them; null if there are none. */
    @Nullable
    Object waiting() {
        return document.get(OutboxFields.EVENTS);
    }
}
