package org.healthpassport.api.trail.rebuild;

/**
 * The progress of a rebuild.
 *
 * @param read records of both topics
 * @param all records that the topics had when it began
 * @param written rows that were missing, damaged, or told less
 * @param leftOut events that could not be read, or whose patients' keys could not be unwrapped
 */
record RebuildProgress(long read, long all, long written, long leftOut) {
    static final RebuildProgress NONE = new RebuildProgress(0, 0, 0, 0);

    /** For a line of the log. */
    String words() {
        return "%d of %d events read, %d rows written, %d events left out".formatted(read, all, written, leftOut);
    }
}
