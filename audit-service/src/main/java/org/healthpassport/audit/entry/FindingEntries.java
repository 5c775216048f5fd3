package org.healthpassport.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.healthpassport.vault.digest.Sha256;

/** Makes the entries that record a {@link Finding}. */
public final class FindingEntries {
    private static final String OURSELVES = AuditEntry.OURSELVES;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    private FindingEntries() {}

    /**
     * The entry for a record that cannot be read as an event. It holds nothing of the record but a digest.
     *
     * @param value of the record
     * @param recordedAt the time at which the bus took the record
     */
    public static IdentifiedEntry ofUnparseable(SourceRecord origin, byte[] value, Instant recordedAt) {
        return ofRecord(
                "unparseable",
                new Finding.Unparseable(origin.topic(), origin.partition(), origin.offset(), sha256(value)),
                origin,
                recordedAt);
    }

    /**
     * The entry for a record that its producer did not write. It holds nothing of the record but a digest, as all of it is a claim.
     *
     * @param value of the record
     * @param recordedAt the time at which the bus took the record
     */
    public static IdentifiedEntry ofForged(SourceRecord origin, byte[] value, Instant recordedAt) {
        return ofRecord(
                "forged",
                new Finding.Forged(origin.topic(), origin.partition(), origin.offset(), sha256(value)),
                origin,
                recordedAt);
    }

    /** The entry for those of a minute that have no entry of their own. */
    public static IdentifiedEntry ofMoreForged(Finding.MoreForged more, Instant noticedAt) {
        String id = "more-forged/%s/%s".formatted(more.topic(), noticedAt);
        return found(id, more, noticedAt, Outcome.SERIOUS_FAILURE).identified();
    }

    /** The entry for records that were to be read next and are gone. */
    public static IdentifiedEntry ofGap(Finding.OffsetGap gap, Instant noticedAt) {
        // With the time, as a topic that is made anew again and again leaves the same gap each time.
        String id =
                "gap/%s/%d/%d/%d/%s".formatted(gap.topic(), gap.partition(), gap.expected(), gap.found(), noticedAt);
        return found(id, gap, noticedAt, Outcome.MAJOR_FAILURE).identified();
    }

    /**
     * The entry for a refused one, which has the id of another event in the log. It is the same whenever the same record comes
     * again.
     */
    public static IdentifiedEntry ofConflict(IdentifiedEntry refused) {
        SourceRecord origin = refused.origin();
        byte[] bytes = refused.entry().bytes();
        return ofRecord(
                "conflict",
                new Finding.Conflict(origin.topic(), origin.partition(), origin.offset(), sha256(bytes)),
                origin,
                AuditEntry.read(refused.entry()).map(AuditEntry::recordedAt).orElse(Instant.EPOCH));
    }

    /** The entry for a document in the queue of own entries that does not come from this service. */
    public static IdentifiedEntry ofRefused(String id, byte[] bytes, Instant noticedAt) {
        Finding.OwnEntryRefused finding =
                new Finding.OwnEntryRefused(ID.matcher(id).matches() ? id : "", sha256(bytes));
        // With the time, as the same may be put there again and again.
        String found = "own-entry-refused/%s/%s".formatted(finding.sha256(), noticedAt);
        return found(found, finding, noticedAt, Outcome.SERIOUS_FAILURE).identified();
    }

    /** The entry for documents that are not as they were written. */
    public static IdentifiedEntry ofPutBack(Finding.PutBack finding, Instant noticedAt) {
        // With the time, as the same may be noticed again after somebody removed the finding.
        String id = "put-back/%s/%s".formatted(sha256(finding.name().getBytes(UTF_8)), noticedAt);
        return found(id, finding, noticedAt, Outcome.SERIOUS_FAILURE).identified();
    }

    /**
     * The first entry of a log that continues another one. It is the same however often it is made.
     *
     * @param closedAt the time in the note that closed the log before
     */
    public static IdentifiedEntry ofContinued(Finding.LogContinued continued, Instant closedAt) {
        return found("log-continued/" + continued.sha256(), continued, closedAt, Outcome.SUCCESS)
                .identified();
    }

    /** An id from the database as it may stand in an entry: an attacker may have written anything. */
    public static String idOf(String stored) {
        return ID.matcher(stored).matches() ? stored : "sha256:" + sha256(stored.getBytes(UTF_8));
    }

    /** The same id for the same record, so that it is in the log once however often it is read. */
    private static IdentifiedEntry ofRecord(
            String kind, Finding.OfRecord finding, SourceRecord origin, Instant recordedAt) {
        String id = "%s/%s/%d/%d/%s"
                .formatted(kind, finding.topic(), finding.partition(), finding.offset(), finding.sha256());
        return new IdentifiedEntry(
                id, found(id, finding, recordedAt, Outcome.SERIOUS_FAILURE).toEntry(), origin);
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
                EntryActor.service(OURSELVES),
                null,
                null,
                false,
                null,
                null,
                finding);
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.begin().digest(bytes));
    }
}
