package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthpassport.api.record.resource.Coding;
import org.healthpassport.api.record.resource.RecordType;
import org.healthpassport.api.record.version.VersionName;

/**
 * The head of a record: which versions it has, and what is asked for of the newest one. What it says stands in the
 * versions themselves.
 *
 * @param lastUpdated when the newest version was written
 * @param codes of the newest version; none once deleted
 * @param versions the first one first
 */
record HealthRecordState(
        String patientId,
        RecordType type,
        Instant lastUpdated,
        boolean deleted,
        List<Coding> codes,
        List<Written> versions) {

    HealthRecordState {
        codes = List.copyOf(codes);
        versions = List.copyOf(versions);
    }

    static HealthRecordState first(
            String patientId, RecordType type, List<Coding> codes, Written version, Instant lastUpdated) {
        return new HealthRecordState(patientId, type, lastUpdated, false, codes, List.of(version));
    }

    HealthRecordState amended(List<Coding> newCodes, Written version, Instant at) {
        return new HealthRecordState(patientId, type, at, false, newCodes, with(version));
    }

    HealthRecordState deleted(Written version, Instant at) {
        return new HealthRecordState(patientId, type, at, true, List.of(), with(version));
    }

    /** One that there is, by its number. */
    Written version(long number) {
        return versions.get((int) number - 1);
    }

    /** The name of a version that there is. */
    VersionName nameOf(String recordId, long number) {
        return new VersionName(recordId, number, version(number).commandId());
    }

    /** The number of the version that a command wrote; empty where it wrote none of these. */
    OptionalLong numberOf(String commandId) {
        return LongStream.rangeClosed(1, versions.size())
                .filter(number -> version(number).commandId().equals(commandId))
                .findFirst();
    }

    /** Of the resources of all versions together. */
    long bytes() {
        return versions.stream().mapToLong(Written::bytes).sum();
    }

    private List<Written> with(Written version) {
        return Stream.concat(versions.stream(), Stream.of(version)).toList();
    }

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthRecordState[" + type + ", " + versions.size() + " versions]";
    }

    /**
     * What the head knows of a version.
     *
     * @param commandId what wrote it
     * @param bytes of its resource, 0 where it says that the record was deleted
     */
    record Written(String commandId, int bytes) {}
}
