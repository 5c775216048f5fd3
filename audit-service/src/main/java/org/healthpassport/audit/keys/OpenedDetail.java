package org.healthpassport.audit.keys;

/** What became of opening a detail. */
public sealed interface OpenedDetail {

    /**
     * What it says.
     *
     * @param json as it was sealed, UTF-8; neither copied nor to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Open(byte[] json) implements OpenedDetail {}

    /** There are keys, but they do not open it, or this service has none of its own to use them. */
    record Sealed() implements OpenedDetail {}

    /** Nobody will ever read it again, as is meant to be after retention. */
    record KeysDestroyed() implements OpenedDetail {}
}
