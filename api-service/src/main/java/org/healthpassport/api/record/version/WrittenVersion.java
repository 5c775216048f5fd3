package org.healthpassport.api.record.version;

import org.healthpassport.aggregates.list.ListPosition;

/**
 * A stored version, which may have lost the race for its number.
 *
 * @param position its place among all versions of its patient, by the time at which they were written
 */
public record WrittenVersion(VersionName name, ListPosition position) {}
