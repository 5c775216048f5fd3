package org.healthpassport.aggregates.rotation;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyVersionFiles;
import org.healthpassport.vault.key.file.KeyVersions;

/** The steps of a rotation in the files of all keys. Blocks. Each step may have been made for some keys only. */
final class VersionSteps {
    private final Supplier<? extends KeyVersionFiles> files;
    private final Settling settling;

    /** @param nanoTime as {@link System#nanoTime} */
    VersionSteps(Supplier<? extends KeyVersionFiles> files, LongSupplier nanoTime) {
        this.files = files;
        this.settling = new Settling(nanoTime);
    }

    Map<KeyPurpose, KeyVersions> versions() {
        Map<KeyPurpose, KeyVersions> found = new EnumMap<>(KeyPurpose.class);
        files.get().purposes().forEach(purpose -> found.put(purpose, files.get().versions(purpose)));
        return found;
    }

    /** The version of each key that seals. */
    Map<KeyPurpose, Integer> primaries() {
        Map<KeyPurpose, Integer> primaries = new HashMap<>();
        versions().forEach((purpose, versions) -> primaries.put(purpose, versions.primary()));
        return primaries;
    }

    /**
     * Adds a version to the keys that have none yet.
     *
     * @param from the versions that sealed when the rotation began
     * @return true if there were such keys
     */
    boolean announce(Map<KeyPurpose, KeyVersions> found, Map<KeyPurpose, Integer> from) throws IOException {
        boolean announced = false;
        for (Map.Entry<KeyPurpose, KeyVersions> key : found.entrySet()) {
            KeyVersions versions = key.getValue();
            if (versions.ids().size() == 1
                    && Integer.valueOf(versions.primary()).equals(from.get(key.getKey()))) {
                files.get().announce(key.getKey(), versions);
                announced = true;
            }
        }
        return announced;
    }

    /**
     * Lets the new versions seal that each process can open with.
     *
     * @param isBackedUp false if none may seal yet
     * @return true if there were versions that did not seal
     */
    boolean promote(Map<KeyPurpose, KeyVersions> found, boolean isBackedUp) throws IOException {
        boolean waiting = false;
        for (Map.Entry<KeyPurpose, KeyVersions> key : found.entrySet()) {
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
    boolean areSettled(Map<KeyPurpose, KeyVersions> found) {
        boolean settled = true;
        for (Map.Entry<KeyPurpose, KeyVersions> key : found.entrySet()) {
            settled &= settling.isSettled(key.getKey(), key.getValue());
        }
        return settled;
    }

    /** @throws IllegalStateException if somebody else changed a file since */
    void destroyOlder(Map<KeyPurpose, KeyVersions> seen) throws IOException {
        for (Map.Entry<KeyPurpose, KeyVersions> key : seen.entrySet()) {
            if (!files.get().destroyOlder(key.getKey(), key.getValue())) {
                throw new IllegalStateException(
                        "Expected to destroy versions of keys, but somebody else changed their file.");
            }
        }
    }
}
