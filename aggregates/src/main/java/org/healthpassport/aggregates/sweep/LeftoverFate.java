package org.healthpassport.aggregates.sweep;

/** The fate of something that was written before the aggregate that decides whether it counts. */
public enum LeftoverFate {
    /** It counts, for good. */
    CONFIRMED,
    /** It does not count, and never will. */
    REMOVABLE,
    /** It may still come to count, or nobody can tell. */
    OPEN
}
