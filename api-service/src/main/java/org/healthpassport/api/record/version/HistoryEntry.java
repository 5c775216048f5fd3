package org.healthpassport.api.record.version;

import org.healthpassport.aggregates.unreadable.ReadResult;

/**
 * An entry in the history of a record, before its version is loaded.
 *
 * @param name cannot be read if nothing tells which of the stored versions it is
 * @param bytes size of its resource; 0 if the version marks a deletion, or cannot be read
 */
public record HistoryEntry(long number, ReadResult<VersionName> name, int bytes) {}
