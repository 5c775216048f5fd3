package org.healthpassport.audit.lease;

import java.io.IOException;
import java.util.Optional;

/** Keeps the one lease of the log. */
public interface WriterLeaseStore {
    /** The current lease; empty if no instance ever held one. */
    Optional<WriterLease> read() throws IOException;

    /**
     * Replaces a lease by another one, compared by its counter.
     *
     * @param expected empty if there is none
     * @return false if the stored one has changed meanwhile
     */
    boolean replace(Optional<WriterLease> expected, WriterLease next) throws IOException;
}
