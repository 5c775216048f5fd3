package org.healthpassport.audit.entry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of one entry of the log. Its readers learn who did what to which pseudonym; the rest is sealed. Its bytes are
 * canonical JSON, the same for the same event at any time and on any machine.
 *
 * @param eventId unique in the log
 * @param type CloudEvents type of the event, or that of a {@link Finding}
 * @param source the service that says so
 * @param time the time at which it happened, in milliseconds
 * @param recordedAt the time at which the bus took it, in milliseconds
 * @param patient pseudonym of the patient
 * @param purpose code of HL7's PurposeOfUse
 */
public record AuditEntry(
        String eventId,
        String type,
        String source,
        Instant time,
        Instant recordedAt,
        Action action,
        Outcome outcome,
        EntryActor actor,
        @Nullable String patient,
        @Nullable String purpose,
        boolean breakGlass,
        @Nullable StreamPosition stream,
        @Nullable EntryDetail detail,
        @Nullable Finding finding) {
    /** Of the canonical bytes. */
    public static final int LONGEST = 4096;

    /** The source of entries that this service itself makes. */
    public static final String OURSELVES = "/audit-service";

    private static final int VERSION = 1;
    private static final String RECORDED_AT = "recordedAt";
    private static final String TIME = "time";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public AuditEntry {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        recordedAt = recordedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** @throws IllegalArgumentException if the entry would be longer than 4 KiB, or has no canonical form */
    public Entry toEntry() {
        byte[] bytes = CanonicalJson.write(members());
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("Expected an entry of at most 4 KiB, but it is longer");
        }
        return Entry.of(bytes);
    }

    public IdentifiedEntry identified() {
        return new IdentifiedEntry(eventId, toEntry());
    }

    /** @throws IllegalArgumentException if the bytes are not those of an entry of this version */
    public static AuditEntry parse(Entry entry) {
        try {
            return new EntryMembers(JSON.readTree(entry.bytes())).read(VERSION);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Expected JSON, but it is not", e);
        }
    }

    /** Tells whether this service itself is the source. */
    public boolean isOurs() {
        return source.equals(OURSELVES);
    }

    /** As {@link #parse}, empty for bytes that are no entry of this version. */
    public static Optional<AuditEntry> read(Entry entry) {
        try {
            return Optional.of(parse(entry));
        } catch (IllegalArgumentException notOfThisVersion) {
            return Optional.empty();
        }
    }

    /**
     * Tells whether another entry is about the same, apart from the time at which the bus took it. A worker that gets its task again,
     * as after a crash, reports the result again, under the same id and at another time.
     */
    public boolean repeats(AuditEntry other) {
        return withoutTimesOfDelivery().equals(other.withoutTimesOfDelivery());
    }

    private Map<String, Object> withoutTimesOfDelivery() {
        Map<String, Object> members = members();
        members.remove(RECORDED_AT);
        if (isResultOfWorker()) {
            members.remove(TIME);
        }
        return members;
    }

    /** These alone have no number in a stream and no stamp. */
    private boolean isResultOfWorker() {
        return stream != null && stream.sequence() == null && detail == null;
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new HashMap<>();
        members.put("v", VERSION);
        members.put("eventId", eventId);
        members.put("type", type);
        members.put("source", source);
        members.put(TIME, time.toString());
        members.put(RECORDED_AT, recordedAt.toString());
        members.put("action", action.code());
        members.put("outcome", outcome.code());
        members.put("actor", actor.id());
        members.put("actorRole", actor.role());
        members.put("breakGlass", breakGlass);
        putIfPresent(members, "organization", actor.organization());
        putIfPresent(members, "patient", patient);
        putIfPresent(members, "purpose", purpose);
        if (stream != null) {
            members.put("aggregate", stream.id());
            putIfPresent(members, "sequence", stream.sequence());
        }
        if (detail != null) {
            members.put("keyId", detail.keyId());
            members.put("detail", Base64.getEncoder().encodeToString(detail.sealed()));
            members.put("commitment", Base64.getEncoder().encodeToString(detail.commitment()));
        }
        if (finding != null) {
            members.put("finding", finding.members());
        }
        return members;
    }

    private static void putIfPresent(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
