package org.healthpassport.api.disk;

import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * A part with files on a disk of this machine, declared as a bean by the code that writes them.
 *
 * @param name its name in health reports
 * @param mostBytes that its files may take before uploads are refused; {@link Long#MAX_VALUE} if only the disk limits them
 */
public record WatchedPart(String name, Path folder, long mostBytes) {
    /** The embedded store, or MongoDB. */
    public static final String STORE = "store";
    /** The embedded broker. */
    public static final String BROKER = "broker";
    /** The object store. */
    public static final String OBJECTS = "objects";
    /** The staging area: received documents that are not in the object store yet. */
    public static final String STAGING = "staging";

    /** A part that only its disk limits. */
    public static WatchedPart of(String name, Path folder) {
        return new WatchedPart(name, folder, Long.MAX_VALUE);
    }

    /** A part that may take so much of its disk. */
    public static WatchedPart limited(String name, Path folder, DataSize most) {
        return new WatchedPart(name, folder, most.toBytes());
    }

    boolean isLimited() {
        return mostBytes < Long.MAX_VALUE;
    }
}
