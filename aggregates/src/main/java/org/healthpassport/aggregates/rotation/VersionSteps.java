package org.healthpassport.aggregates.rotation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.Settling;
import org.healthpassport.vault.key.file.VersionFiles;

/**
 * The steps of a rotation in the files of all keys. Blocks. Each step may have been made for some keys only.
 *
 * @param <K> what names a key
 */
final class VersionSteps<K> {
    private final Supplier<? extends VersionFiles<K>> files;
    private final Settling<K> settling;

    /** @param nanoTime as {@link System#nanoTime} */
    VersionSteps(Supplier<? extends VersionFiles<K>> files, LongSupplier nanoTime) {
        this.files = files;
        this.settling = new Settling<>(nanoTime);
    }

    Map<K, KeyVersions> versions() {
        VersionFiles<K> now = files.get();
        Map<K, KeyVersions> found = new HashMap<>();
        now.names().forEach(name -> found.put(name, now.versions(name)));
        return found;
    }

    /** The version of each key that is used. */
    Map<String, Integer> primaries() {
        Map<String, Integer> primaries = new HashMap<>();
        versions().forEach((name, versions) -> primaries.put(text(name), versions.primary()));
        return primaries;
    }

    /**
     * Adds a version to the keys that have no newer one yet.
     *
     * @param from the versions that were used when the rotation began
     * @return true if there were such keys
     */
    boolean announce(Map<K, KeyVersions> found, Map<String, Integer> from) throws IOException {
        boolean announced = false;
        for (Map.Entry<K, KeyVersions> key : found.entrySet()) {
            KeyVersions versions = key.getValue();
            if (!versions.hasNext() && Integer.valueOf(versions.primary()).equals(from.get(text(key.getKey())))) {
                files.get().announce(key.getKey(), versions);
                announced = true;
            }
        }
        return announced;
    }

    /**
     * Lets the new versions be used that each process knows.
     *
     * @param isBackedUp false if none may be used yet
     * @return true if there were versions that were not used
     */
    boolean promote(Map<K, KeyVersions> found, boolean isBackedUp) throws IOException {
        boolean waiting = false;
        for (Map.Entry<K, KeyVersions> key : found.entrySet()) {
            if (key.getValue().hasNext()) {
                waiting = true;
                if (settling.isSettled(key.getKey(), key.getValue()) && isBackedUp) {
                    files.get().promote(key.getKey(), key.getValue());
                }
            }
        }
        return waiting;
    }

    /** True if each process knows these versions. */
    boolean areSettled(Map<K, KeyVersions> found) {
        boolean settled = true;
        for (Map.Entry<K, KeyVersions> key : found.entrySet()) {
            settled &= settling.isSettled(key.getKey(), key.getValue());
        }
        return settled;
    }

    private String text(K name) {
        return String.valueOf(name);
    }
}
