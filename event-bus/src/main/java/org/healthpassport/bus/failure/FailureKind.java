package org.healthpassport.bus.failure;

/** The kinds of failures; they differ in what follows from them. */
public enum FailureKind {
    /** Our store, broker, staging or object store is away or busy: trying again ends it, however long it takes. */
    TRANSIENT,
    /** Our store, staging or object store is full: trying again ends it once somebody has made room. */
    STORAGE_FULL,
    /** A dependency refuses us, or cannot do what we need: nothing works until somebody changes a setting. */
    CONFIGURATION,
    /** Provably the fault of the record: bytes that do not parse, an unknown schema, an impossible value. */
    RECORD,
    /** None of these: a bug of ours, a seal that does not open. */
    UNEXPECTED;

    /** Whether it goes on until somebody makes room or changes a setting. */
    boolean isForSomebodyToMend() {
        return this == STORAGE_FULL || this == CONFIGURATION;
    }
}
