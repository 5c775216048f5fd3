package org.healthpassport.vault.staging;

/**
 * What was written into a staged file, as an object store wants to know it.
 *
 * @param sizeBytes of the ciphertext
 * @param sha256 32 bytes, the digest of the ciphertext
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and read once; nobody compares two of them.
public record StagedInfo(long sizeBytes, byte[] sha256) {}
