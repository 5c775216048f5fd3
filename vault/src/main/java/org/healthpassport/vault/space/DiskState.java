package org.healthpassport.vault.space;

/** How much room a part has, from the best to the worst. */
public enum DiskState {
    /** Enough for everything. */
    OK,
    /** No large things are taken any more. */
    LOW,
    /** Nothing new is taken; what is left is kept for logins, reads and revocations. */
    SCARCE,
    /** Writes fail. */
    FULL
}
