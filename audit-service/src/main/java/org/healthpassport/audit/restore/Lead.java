package org.healthpassport.audit.restore;

import java.io.IOException;

/** The lease of the writer, which long work renews. */
@FunctionalInterface
interface Lead {
    /** @throws IOException the lease is lost, or the store did not answer */
    void require() throws IOException;
}
