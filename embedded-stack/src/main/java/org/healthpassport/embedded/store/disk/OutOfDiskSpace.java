package org.healthpassport.embedded.store.disk;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The answer to a write that is not even begun because a commit could fail for want of space. */
public final class OutOfDiskSpace extends MongoServerError {
    /** MongoDB's own code for it. */
    public static final int CODE = 14_031;

    public static final String NAME = "OutOfDiskSpace";
    private static final long serialVersionUID = 1L;

    OutOfDiskSpace() {
        super(CODE, NAME, "The disk of the embedded store is full; it takes writes again once there is room");
    }
}
