package org.healthpassport.api.record;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.api.record.resource.Code;
import org.healthpassport.api.record.resource.RecordType;
import org.healthpassport.api.record.version.VersionName;

/**
 * The head of a record: which versions it has, and what is asked for of the newest one. What it says stands in the
 * versions themselves.
 *
 * @param lastUpdated when the newest version was written
 * @param codes of the newest version; none once deleted
 * @param commands which command wrote each version, the first version first
 */
record HealthRecordState(
        String patientId,
        RecordType type,
        Instant lastUpdated,
        boolean deleted,
        List<Code> codes,
        List<String> commands) {

    HealthRecordState {
        codes = List.copyOf(codes);
        commands = List.copyOf(commands);
    }

    static HealthRecordState first(
            String patientId, RecordType type, List<Code> codes, String commandId, Instant lastUpdated) {
        return new HealthRecordState(patientId, type, lastUpdated, false, codes, List.of(commandId));
    }

    HealthRecordState amended(List<Code> newCodes, String commandId, Instant at) {
        return new HealthRecordState(patientId, type, at, false, newCodes, with(commandId));
    }

    HealthRecordState deleted(String commandId, Instant at) {
        return new HealthRecordState(patientId, type, at, true, List.of(), with(commandId));
    }

    /** The name of a version that there is. */
    VersionName nameOf(String recordId, long number) {
        return new VersionName(recordId, number, commands.get((int) number - 1));
    }

    private List<String> with(String commandId) {
        return Stream.concat(commands.stream(), Stream.of(commandId)).toList();
    }

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthRecordState[" + type + ", " + commands.size() + " versions]";
    }
}
