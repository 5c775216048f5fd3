package org.healthpassport.audit.lease;

import java.io.IOException;
import java.util.Optional;

/** Keeps the one lease of the log. */
public interface WriterLeaseStore {
    /** The lease as it is now; empty if nobody ever held it. */
    Optional<WriterLease> read() throws IOException;

    /**
     * Puts a lease in the place of another one, by its counter.
     *
     * @param expected empty if there is none
     * @return false if it is a different one by now
     */
    boolean replace(Optional<WriterLease> expected, WriterLease next) throws IOException;
}
