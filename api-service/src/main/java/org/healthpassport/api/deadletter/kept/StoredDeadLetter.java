package org.healthpassport.api.deadletter.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.access.log.DeadLetterRef;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.failure.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as it is stored in MongoDB and shown to administrators: its place in Kafka, its headers and its state,
 * but never its payload.
 *
 * @param id derived from the place and the broker's time, so that a topic that is created again has other ids
 * @param topic the dead-letter topic
 * @param timestamp the broker's time in milliseconds; not shown
 * @param since the broker's time, by which lists are sorted; not shown
 * @param kind {@code RECORD} if the record is at fault, {@code FORGED} if somebody else wrote it, {@code UNREADABLE} if
 *     what it is about is stored damaged, {@code UNEXPECTED} if the cause is unknown; null if the headers do not name it
 * @param type {@code ce_type}; null if it is unknown
 * @param subject {@code ce_subject}; null if it is not an id
 * @param at time at which it was put aside, replayed or discarded
 * @param by the administrator who decided; null while it is waiting
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredDeadLetter(
        String id,
        String topic,
        int partition,
        long offset,
        @JsonIgnore long timestamp,
        @JsonIgnore Instant since,
        String consumer,
        @Nullable String kind,
        @Nullable String type,
        @Nullable String subject,
        String reason,
        @Nullable Integer attempts,
        DeadLetterState state,
        Instant at,
        @Nullable String by) {
    static final String ID = "_id";
    static final String TOPIC = "topic";
    static final String SINCE = "since";
    static final String CONSUMER = "consumer";
    static final String STATE = "state";
    static final String AT = "at";
    static final String BY = "by";

    public static StoredDeadLetter of(DeadLetter letter) {
        SafeHeaders claims = new SafeHeaders(letter);
        return new StoredDeadLetter(
                idOf(letter),
                letter.topic().name(),
                letter.partition(),
                letter.offset(),
                letter.keptSince().toEpochMilli(),
                claims.keptSince(),
                letter.topic().consumer(),
                letter.kind().map(FailureKind::name).orElse(null),
                claims.type().orElse(null),
                claims.subject().orElse(null),
                claims.reason(),
                claims.attempts().orElse(null),
                DeadLetterState.WAITING,
                claims.at(),
                null);
    }

    public static StoredDeadLetter from(Document stored) {
        return new StoredDeadLetter(
                stored.getString(ID),
                stored.getString(TOPIC),
                stored.getInteger("partition"),
                stored.getLong("offset"),
                stored.getLong("timestamp"),
                stored.getDate(SINCE).toInstant(),
                stored.getString(CONSUMER),
                stored.getString("kind"),
                stored.getString("type"),
                stored.getString("subject"),
                stored.getString("reason"),
                stored.getInteger("attempts"),
                DeadLetterState.valueOf(stored.getString(STATE)),
                stored.getDate(AT).toInstant(),
                stored.getString(BY));
    }

    public Document toDocument() {
        return new Document(ID, id)
                .append(TOPIC, topic)
                .append("partition", partition)
                .append("offset", offset)
                .append("timestamp", timestamp)
                .append(SINCE, Date.from(since))
                .append(CONSUMER, consumer)
                .append("kind", kind)
                .append("type", type)
                .append("subject", subject)
                .append("reason", reason)
                .append("attempts", attempts)
                .append(STATE, state.name())
                .append(AT, Date.from(at))
                .append(BY, by);
    }

    /** The topic of the dead letter. */
    public DeadLetterTopic deadLetterTopic() {
        return DeadLetterTopic.of(topic)
                .orElseThrow(
                        () -> new IllegalStateException("Expected the name of a dead-letter topic, but it is another"));
    }

    /** True if this describes the given dead letter. */
    public boolean is(DeadLetter letter) {
        return id.equals(idOf(letter));
    }

    /** Its names in the audit log. */
    public DeadLetterRef named() {
        return new DeadLetterRef(id, topic, partition, offset, consumer);
    }

    public ListPosition position() {
        return new ListPosition(since, id);
    }

    public static String idOf(DeadLetter letter) {
        String place = "%s/%d/%d/%d"
                .formatted(
                        letter.topic().name(),
                        letter.partition(),
                        letter.offset(),
                        letter.keptSince().toEpochMilli());
        return UUID.nameUUIDFromBytes(place.getBytes(UTF_8)).toString();
    }
}
