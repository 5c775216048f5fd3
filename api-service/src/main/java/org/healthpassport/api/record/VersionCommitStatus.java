package org.healthpassport.api.record;

/** The fate of a version that was written before the head of its record names it. */
public enum VersionCommitStatus {
    /** The head names it. */
    COMMITTED,
    /** The head can never name it, as it names another version in its place. */
    LOST,
    /** The head may still come to name it. */
    OPEN
}
