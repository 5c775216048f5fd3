package org.healthpassport.api.disk;

import java.nio.file.Path;

/**
 * A part that lies on a disk of this machine, declared as a bean by whoever writes there.
 *
 * @param name as health reports name it
 */
public record LocalPart(String name, Path folder) {
    /** The embedded store, or whatever MongoDB there is. */
    public static final String STORE = "store";
    /** The embedded broker. */
    public static final String BROKER = "broker";
    /** The object store. */
    public static final String OBJECTS = "objects";
    /** Received documents that are not in the object store yet. */
    public static final String STAGING = "staging";
}
