package org.healthpassport.api.disk;

import java.nio.file.Path;

/**
 * A part with files on a disk of this machine, declared as a bean by the code that writes them.
 *
 * @param name its name in health reports
 */
public record WatchedPart(String name, Path folder) {
    /** The embedded store, or MongoDB. */
    public static final String STORE = "store";
    /** The embedded broker. */
    public static final String BROKER = "broker";
    /** The object store. */
    public static final String OBJECTS = "objects";
    /** The staging area: received documents that are not in the object store yet. */
    public static final String STAGING = "staging";
}
