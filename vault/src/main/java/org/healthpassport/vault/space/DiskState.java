package org.healthpassport.vault.space;

/** The states of a disk, from the best to the worst. */
public enum DiskState {
    /** Enough for everything. */
    OK,
    /** Uploads are refused. */
    LOW,
    /** New data is refused; the rest of the space is kept for logins, reads and revocations. */
    SCARCE,
    /** Writes fail. */
    FULL
}
