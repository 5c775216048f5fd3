package org.healthpassport.audit.signing;

import java.io.IOException;

/** The stored log lacks entries that were signed, as it was put back with its database. */
public final class LogPutBack extends IOException {
    private static final long serialVersionUID = 1L;

    LogPutBack() {
        super("Expected the stored audit log to have all entries that were signed, but it has fewer.");
    }
}
