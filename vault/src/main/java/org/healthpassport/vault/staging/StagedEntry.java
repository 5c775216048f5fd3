package org.healthpassport.vault.staging;

import java.time.Instant;

/**
 * A committed file.
 *
 * @param sizeBytes of the ciphertext
 * @param lastModified when its last byte was written
 */
public record StagedEntry(String name, long sizeBytes, Instant lastModified) {}
