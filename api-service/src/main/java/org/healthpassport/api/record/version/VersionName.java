package org.healthpassport.api.record.version;

/**
 * Names one version of a record.
 *
 * @param commandId what wrote it: of commands that race for the same number, each writes a version of its own
 */
public record VersionName(String recordId, long number, String commandId) {

    /** Under which it is stored. */
    String id() {
        return recordId + '/' + commandId;
    }
}
