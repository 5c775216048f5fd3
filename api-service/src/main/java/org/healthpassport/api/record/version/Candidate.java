package org.healthpassport.api.record.version;

import org.jspecify.annotations.Nullable;

/**
 * A stored version, which belongs to its record if the record names it.
 *
 * @param origin null if it cannot be read
 */
record Candidate(VersionName name, @Nullable Origin origin) {}
