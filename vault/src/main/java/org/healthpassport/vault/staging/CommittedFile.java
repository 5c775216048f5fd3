package org.healthpassport.vault.staging;

/**
 * The size and digest of a committed file, as an object store needs them.
 *
 * @param sizeBytes of the ciphertext
 * @param sha256 32 bytes, the digest of the ciphertext
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and read once; nobody compares two of them.
public record CommittedFile(long sizeBytes, byte[] sha256) {}
