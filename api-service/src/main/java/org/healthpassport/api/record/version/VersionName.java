package org.healthpassport.api.record.version;

/**
 * The name of one version of a record.
 *
 * @param commandId the command that wrote it: commands that race for the same number each write their own version
 */
public record VersionName(String recordId, long number, String commandId) {

    /** The id under which it is stored. */
    public String id() {
        return recordId + '/' + commandId;
    }
}
