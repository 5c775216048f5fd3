package org.healthpassport.embedded.store;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The answer to every command after the store could not write to its disk. */
final class StoreFailed extends MongoServerError {
    private static final long serialVersionUID = 1L;
    private static final int INTERNAL_ERROR = 1;

    StoreFailed(Throwable cause) {
        super(
                INTERNAL_ERROR,
                "InternalError",
                "The embedded store could not write to its disk, and takes no commands until it is restarted",
                cause);
    }
}
