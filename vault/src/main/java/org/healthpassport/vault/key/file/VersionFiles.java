package org.healthpassport.vault.key.file;

import java.io.IOException;
import java.util.Set;

/**
 * The files of several keys with their versions, for who rotates them. All methods block, and a change is made only if
 * nobody else made one since the versions were seen.
 *
 * @param <K> what names a key
 */
public interface VersionFiles<K> {
    /** The names of the keys that are here. */
    Set<K> names();

    /** The versions as they are stored now. */
    KeyVersions versions(K name);

    /** Adds a version that is known to each process before one uses it. */
    boolean announce(K name, KeyVersions seen) throws IOException;

    /** Makes the newest version the one that is used. */
    boolean promote(K name, KeyVersions seen) throws IOException;
}
