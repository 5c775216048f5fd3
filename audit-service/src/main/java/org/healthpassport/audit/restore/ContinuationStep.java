package org.healthpassport.audit.restore;

/** The steps of a continuation, in their order. After a crash between any two of them, the next start goes on. */
enum ContinuationStep {
    /** The next log has a key, aside. */
    KEY_MADE,
    /** The note that closes the log is durable outside of the database. From here on there is no way back. */
    NOTE_WRITTEN,
    /** The files of the next log are stored. */
    COPIED,
    /** The next log has a state. */
    COMMITTED,
    /** No writer can commit to the old log any more. */
    CLOSED,
    /** The note is published. */
    NOTE_PUBLISHED,
    /** The views are those of the next log. */
    VIEWS_BUILT,
    /** The next log is in use. */
    KEY_SWITCHED,
    /** Nobody can sign the old log any more. */
    KEY_DESTROYED
}
