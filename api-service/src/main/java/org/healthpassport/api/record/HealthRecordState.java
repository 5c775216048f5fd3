package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.api.record.version.RecordHead;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * The head of a record: the names of its newest two versions, and the parts of the newest one by which lists find it.
 * The content is in the versions themselves, and each names those before it, so the head does not grow.
 *
 * @param number of the newest version, by which everybody calls it; the head itself can change without a new version
 * @param lastUpdated time of the newest version
 * @param keys of the newest version; none once the record is deleted
 * @param newest the commands that wrote the newest version and the one before it, as far as there is one
 * @param bytes size of the newest version's resource; 0 if it marks a deletion
 * @param kept the versions that count
 * @param hidden true if the patient keeps it from everybody but the patient's side and the organization
 * @param annotated the annotations that stand beside it
 * @param organization whose clinicians alone may change the record; null if it is the patient's own
 */
public record HealthRecordState(
        String patientId,
        RecordType type,
        long number,
        Instant lastUpdated,
        boolean deleted,
        SearchKeys keys,
        List<String> newest,
        int bytes,
        Kept kept,
        boolean hidden,
        Annotated annotated,
        @Nullable String organization) {
    private static final int NAMED = 2;

    public HealthRecordState {
        newest = List.copyOf(newest);
    }

    public static HealthRecordState first(
            String patientId,
            RecordType type,
            SearchKeys keys,
            Written version,
            Instant lastUpdated,
            @Nullable String organization) {
        return new HealthRecordState(
                patientId,
                type,
                1,
                lastUpdated,
                false,
                keys,
                List.of(version.commandId()),
                version.bytes(),
                Kept.first(version.bytes()),
                false,
                Annotated.NOT,
                organization);
    }

    HealthRecordState amended(SearchKeys newKeys, Written version, Instant at) {
        return next(version, at, false, newKeys, kept.and(deleted ? 2 : 1, version.bytes()));
    }

    HealthRecordState deleted(Written version, Instant at) {
        return next(version, at, true, SearchKeys.NONE, kept);
    }

    /** Hidden from now on, or shown again; the versions stay as they are. */
    HealthRecordState hidden(boolean nowHidden) {
        return withSameVersions(nowHidden, annotated);
    }

    /** With one more annotation. */
    HealthRecordState annotated(String commandId, int textBytes) {
        return withSameVersions(hidden, annotated.and(commandId, textBytes));
    }

    private HealthRecordState withSameVersions(boolean nowHidden, Annotated nowAnnotated) {
        return new HealthRecordState(
                patientId,
                type,
                number,
                lastUpdated,
                deleted,
                keys,
                newest,
                bytes,
                kept,
                nowHidden,
                nowAnnotated,
                organization);
    }

    private HealthRecordState next(Written version, Instant at, boolean isDeleted, SearchKeys newKeys, Kept nowKept) {
        List<String> named = Stream.concat(Stream.of(version.commandId()), newest.stream())
                .limit(NAMED)
                .toList();
        return new HealthRecordState(
                patientId,
                type,
                number + 1,
                at,
                isDeleted,
                newKeys,
                named,
                version.bytes(),
                nowKept,
                hidden,
                annotated,
                organization);
    }

    /** The names of a record's annotations, the oldest first; the number of each is its place, counted from 1. */
    public static List<AnnotationName> annotationsOf(Snapshot<HealthRecordState> record) {
        return record.state().annotated().commandIds().stream()
                .map(commandId -> new AnnotationName(record.id(), commandId))
                .toList();
    }

    /** The versions that the head of a record names. */
    public static RecordHead headOf(Snapshot<HealthRecordState> record) {
        return new RecordHead(
                record.id(),
                record.state().patientId(),
                record.state().number(),
                record.state().newest());
    }

    /** One of the versions, with a mark for whoever gets it if the patient has hidden the record. */
    public RecordVersion marked(RecordVersion version) {
        return hidden ? markedAsHidden(version) : version;
    }

    /** The same for a record that is known to be hidden. */
    public static RecordVersion markedAsHidden(RecordVersion version) {
        byte[] resource = version.resource();
        return resource == null
                ? version
                : new RecordVersion(
                        version.recordId(),
                        version.number(),
                        version.recordedAt(),
                        version.author(),
                        OwnTags.markedAsHidden(resource));
    }

    /** True if whoever belongs to that organization, or to the patient's side for null, may change the record. */
    public boolean isOf(@Nullable String side) {
        return Objects.equals(organization, side);
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthRecordState[" + type + ", " + kept + ']';
    }

    /**
     * One version, as its command describes it.
     *
     * @param commandId the command that wrote it
     * @param bytes size of its resource; 0 for the version that marks a deletion
     */
    public record Written(String commandId, int bytes) {}

    /**
     * The annotations of a record.
     *
     * @param commandIds the commands that wrote them, the oldest first
     * @param bytes size of all their texts
     */
    public record Annotated(List<String> commandIds, long bytes) {
        static final Annotated NOT = new Annotated(List.of(), 0);

        public Annotated {
            commandIds = List.copyOf(commandIds);
        }

        int count() {
            return commandIds.size();
        }

        Annotated and(String commandId, int textBytes) {
            return new Annotated(
                    Stream.concat(commandIds.stream(), Stream.of(commandId)).toList(), bytes + textBytes);
        }
    }

    /**
     * The versions of a record that count: all, but not the newest one if it marks a deletion. A record has the room for
     * that from the beginning, and again as soon as it is restored.
     *
     * @param versions their number
     * @param bytes size of all their resources
     */
    public record Kept(long versions, long bytes) {

        static Kept first(long resourceBytes) {
            return new Kept(1, resourceBytes);
        }

        Kept and(long moreVersions, long resourceBytes) {
            return new Kept(versions + moreVersions, bytes + resourceBytes);
        }
    }
}
