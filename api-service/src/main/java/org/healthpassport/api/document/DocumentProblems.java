package org.healthpassport.api.document;

import java.time.Duration;

/** Problems that several calls for documents share. */
public final class DocumentProblems {
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private DocumentProblems() {}
}
