package org.healthpassport.embedded.store.commit;

import de.bwaldvogel.mongo.exception.MongoServerError;
import org.healthpassport.embedded.DiskSpace;
import org.healthpassport.embedded.store.disk.OutOfDiskSpace;

/** The answer to every command after the store could not write to its disk. */
final class StoreFailed extends MongoServerError {
    private static final long serialVersionUID = 1L;
    private static final int INTERNAL_ERROR = 1;

    StoreFailed(Throwable cause) {
        this(DiskSpace.causeOf(cause) != null, cause);
    }

    private StoreFailed(boolean full, Throwable cause) {
        super(
                full ? OutOfDiskSpace.CODE : INTERNAL_ERROR,
                full ? OutOfDiskSpace.NAME : "InternalError",
                full
                        ? "The disk of the embedded store is full; free some space, then restart the store"
                        : "The embedded store could not write to its disk; find the cause, then restart the store",
                cause);
    }
}
