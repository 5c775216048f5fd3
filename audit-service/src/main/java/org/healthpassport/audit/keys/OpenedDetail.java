package org.healthpassport.audit.keys;

/** The result of opening a detail. */
public sealed interface OpenedDetail {

    /**
     * The opened detail.
     *
     * @param json as it was sealed, UTF-8; neither copied nor to be changed
     * @param salt the key of the HMAC that is the commitment in the entry; likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Open(byte[] json, byte[] salt) implements OpenedDetail {}

    /** The keys exist, but do not open the detail, or this service cannot unwrap them. */
    record Sealed() implements OpenedDetail {}

    /** The keys were destroyed, as is meant to be after retention; nobody can read the detail again. */
    record KeysDestroyed() implements OpenedDetail {}
}
