package org.healthpassport.vault.key;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the file of a key: in the folder of keys, or in a folder of its own in there, so that a service can be given
 * that folder without the others. The operator creates these folders; they are never created here.
 */
public final class KeyFileLocation {
    private KeyFileLocation() {}

    /**
     * The folder in which a file lies, or belongs.
     *
     * @param keys the folder of keys
     * @param own the name of the file's own folder in there
     * @throws IllegalStateException when there is such a folder but the file lies outside of it; a new key would be
     *     made in there, and could not decrypt existing data
     */
    public static Path folderOf(String file, Path keys, String own) {
        Path ownFolder = keys.resolve(own);
        if (!Files.isDirectory(ownFolder)) {
            return keys;
        }
        Path outside = keys.resolve(file);
        if (Files.exists(outside)) {
            throw new IllegalStateException(
                    "Expected the key %s in %s, the folder of its own; move it there.".formatted(outside, ownFolder));
        }
        return ownFolder;
    }
}
