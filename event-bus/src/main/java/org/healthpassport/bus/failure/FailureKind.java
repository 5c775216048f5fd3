package org.healthpassport.bus.failure;

/** The kinds of failures; each has its own consequence for the record. */
public enum FailureKind {
    /** Our store, broker, staging or object store is away or busy: trying again succeeds sooner or later. */
    TRANSIENT,
    /** Our store, staging or object store is full: trying again succeeds once an operator has freed space. */
    STORAGE_FULL,
    /** A dependency refuses us, or cannot do what we need: trying again fails until an operator changes a setting. */
    CONFIGURATION,
    /** Provably the fault of the record: bytes that do not parse, an unknown schema, an impossible value. */
    RECORD,
    /** Somebody else wrote the record than the service that may write such records. */
    FORGED,
    /** A stored item that the record is about was damaged: trying again fails until somebody restores it. */
    UNREADABLE,
    /** None of these: a bug of ours, a seal that does not open. */
    UNEXPECTED;

    /** True if it lasts until an operator frees space or changes a setting. */
    boolean isForSomebodyToMend() {
        return this == STORAGE_FULL || this == CONFIGURATION;
    }

    /** True if trying again soon cannot help, and only the one record is concerned. */
    public boolean isOfOneRecord() {
        return this == RECORD || this == FORGED || this == UNREADABLE;
    }
}
