package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthpassport.api.record.resource.Coding;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * The head of a record: the names of its versions, and the codes of the newest one, by which lists are filtered. The
 * content is in the versions themselves.
 *
 * @param lastUpdated time of the newest version
 * @param codes of the newest version; none once the record is deleted
 * @param versions oldest first
 * @param organization whose clinicians alone may change the record; null if it is the patient's own
 */
public record HealthRecordState(
        String patientId,
        RecordType type,
        Instant lastUpdated,
        boolean deleted,
        List<Coding> codes,
        List<Written> versions,
        @Nullable String organization) {

    public HealthRecordState {
        codes = List.copyOf(codes);
        versions = List.copyOf(versions);
    }

    public static HealthRecordState first(
            String patientId,
            RecordType type,
            List<Coding> codes,
            Written version,
            Instant lastUpdated,
            @Nullable String organization) {
        return new HealthRecordState(patientId, type, lastUpdated, false, codes, List.of(version), organization);
    }

    HealthRecordState amended(List<Coding> newCodes, Written version, Instant at) {
        return new HealthRecordState(patientId, type, at, false, newCodes, with(version), organization);
    }

    HealthRecordState deleted(Written version, Instant at) {
        return new HealthRecordState(patientId, type, at, true, List.of(), with(version), organization);
    }

    /** True if whoever belongs to that organization, or to the patient's side for null, may change the record. */
    public boolean isOf(@Nullable String side) {
        return Objects.equals(organization, side);
    }

    /** An existing version, by its number. */
    public Written version(long number) {
        return versions.get((int) number - 1);
    }

    /** The name of an existing version. */
    public VersionName nameOf(String recordId, long number) {
        return new VersionName(recordId, number, version(number).commandId());
    }

    /** The number of the version that a command wrote; empty if it wrote none of them. */
    public OptionalLong numberOf(String commandId) {
        return LongStream.rangeClosed(1, versions.size())
                .filter(number -> version(number).commandId().equals(commandId))
                .findFirst();
    }

    private List<Written> with(Written version) {
        return Stream.concat(versions.stream(), Stream.of(version)).toList();
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthRecordState[" + type + ", " + versions.size() + " versions]";
    }

    /**
     * One version, as the head of its record describes it.
     *
     * @param commandId the command that wrote it
     * @param bytes size of its resource; 0 for the version that marks a deletion
     */
    public record Written(String commandId, int bytes) {

        boolean marksDeletion() {
            return bytes == 0;
        }
    }
}
