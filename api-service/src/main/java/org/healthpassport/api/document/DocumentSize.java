package org.healthpassport.api.document;

/** The size of documents as they are stored, which for small ones is mostly not the file. */
public final class DocumentSize {
    /** File systems give out whole blocks: an object of one byte takes one. */
    private static final long BLOCK = 4_096;

    /**
     * The rest beside the object: the head with its events, the same events on the bus (5.3 kB) and in the audit log,
     * and the indexes of both. On the disks of a whole installation, a document of one byte takes 34 kB.
     */
    private static final long OVERHEAD = 30 * 1_024;

    /** The rest of a deleted document: the head, and the events in the audit log. */
    private static final long DELETED = 8 * 1_024;

    private DocumentSize() {}

    /** The bytes that a document with ciphertext of that size takes. */
    public static long stored(long ciphertextBytes) {
        return OVERHEAD + (ciphertextBytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The bytes that stay of a deleted document. */
    public static long deleted() {
        return DELETED;
    }

    /** The largest file whose ciphertext has at most that size. */
    public static long largestFile(long ciphertextBytes) {
        return ciphertextBytes - ciphertextBytes / 256 - BLOCK;
    }

    /**
     * At least the bytes that a file of that size will take, before it is encrypted: each 4 kB of ciphertext hold a tag
     * of 16 bytes, and the first also a header.
     */
    public static long expected(long fileBytes) {
        return stored(fileBytes + fileBytes / 128 + BLOCK);
    }
}
