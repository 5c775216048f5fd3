package org.healthpassport.vault.key;

import com.google.crypto.tink.Mac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.HeldKeyset;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.KeysetFile;
import org.healthpassport.vault.key.file.KeysetKind;
import org.healthpassport.vault.key.file.Refreshing;
import org.healthpassport.vault.key.file.VersionFiles;

/**
 * Keys by which a reader knows who wrote something: HMAC-SHA256 (RFC 2104) in files that the owner alone can read, {@code
 * mac-<name>.json}. Each lies in the folder or, where there is one, in {@code mac-<name>} in it, so that two services can be
 * given a key that no third one has.
 */
public final class MacKeyFolder implements VersionFiles<String> {
    private final Path folder;
    private final Map<String, HeldKeyset<Mac>> keys;

    private MacKeyFolder(Path folder, Map<String, HeldKeyset<Mac>> keys) {
        this.folder = folder;
        this.keys = keys;
        Refreshing.keepFresh(this, List.copyOf(keys.values()));
    }

    /**
     * Reads the keys of these names, and no other file. It fails as {@link KeyFolder#open(Path, Set, FileProtection)} does.
     */
    public static MacKeyFolder open(Path folder, Set<String> names, FileProtection protection) {
        Map<String, HeldKeyset<Mac>> keys = new HashMap<>();
        try {
            for (String name : names) {
                KeysetFile<Mac> file = keysetFile(folder, name, protection);
                file.move();
                keys.put(name, new HeldKeyset<>(file, System::nanoTime));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to move keys in %s, but it failed.".formatted(folder), e);
        }
        return new MacKeyFolder(folder, Map.copyOf(keys));
    }

    /**
     * Creates those keys that are missing. Processes that do so at the same time get the same keys.
     *
     * @param used true if something was written with keys of these names; asked only if one of them is missing
     * @throws IllegalStateException when a missing key was used; then none is made, as nobody would believe what was written
     *     with it
     * @throws UncheckedIOException when the folder or a file cannot be written
     */
    public static void createMissing(Path folder, Set<String> names, FileProtection protection, BooleanSupplier used) {
        List<String> missing = missing(folder, names);
        // Another process may have made and used one since: a key is there before what is written with it.
        if (!missing.isEmpty() && used.getAsBoolean() && !missing(folder, names).isEmpty()) {
            throw new IllegalStateException(
                    "Expected the keys by which services know each other's events in %s, but these are missing: %s; restore them from your backup. Data of a version that had no such keys cannot be used."
                            .formatted(folder, String.join(", ", missing)));
        }
        try {
            for (String name : names) {
                keysetFile(folder, name, protection).createIfAbsent();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to create keys in %s, but it failed.".formatted(folder), e);
        }
    }

    /** True if all keys of these names are there. */
    public static boolean hasAll(Path folder, Set<String> names) {
        return missing(folder, names).isEmpty();
    }

    /**
     * The MAC of the data by the newest version of the key: 37 bytes, of which the first five name that version.
     *
     * @throws org.healthpassport.vault.key.file.KeysAway when the key cannot be opened at the moment
     */
    public byte[] mac(String name, byte[] data) {
        try {
            return held(name).use().computeMac(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java runtime to compute HMAC-SHA256, but it cannot.", e);
        }
    }

    /**
     * True if some version of the key made this MAC of the data; compares in constant time. A version that is not known made
     * none.
     *
     * @throws org.healthpassport.vault.key.file.KeysAway when the key cannot be opened at the moment
     */
    public boolean isMac(String name, byte[] mac, byte[] data) {
        try {
            held(name).use().verifyMac(mac, data);
            return true;
        } catch (GeneralSecurityException forged) {
            return false;
        }
    }

    @Override
    public Set<String> names() {
        return keys.keySet();
    }

    @Override
    public KeyVersions versions(String name) {
        return held(name).versions();
    }

    @Override
    public boolean announce(String name, KeyVersions seen) throws IOException {
        return held(name).announce(seen);
    }

    /** The same for a version with a given id, which none of those seen has. */
    public boolean announce(String name, KeyVersions seen, int id) throws IOException {
        return held(name).announce(seen, id);
    }

    @Override
    public boolean promote(String name, KeyVersions seen) throws IOException {
        return held(name).promote(seen);
    }

    /**
     * Destroys one version that makes no MACs. Nobody believes those that it made after that.
     *
     * @return false if the versions are not those seen
     */
    public boolean destroy(String name, KeyVersions seen, int version) throws IOException {
        return held(name).destroy(seen, version);
    }

    private HeldKeyset<Mac> held(String name) {
        HeldKeyset<Mac> key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException("Expected the key %s, but this service was given %s of %s only."
                    .formatted(name, keys.keySet(), folder));
        }
        return key;
    }

    private static List<String> missing(Path folder, Set<String> names) {
        return names.stream()
                .sorted()
                .filter(name -> !Files.exists(file(folder, name)))
                .map(MacKeyFolder::fileName)
                .toList();
    }

    private static KeysetFile<Mac> keysetFile(Path folder, String name, FileProtection protection) {
        return new KeysetFile<>(KeysetKind.MAC, file(folder, name), label(name), protection);
    }

    private static Path file(Path folder, String name) {
        return KeyFileLocation.folderOf(fileName(name), folder, label(name)).resolve(fileName(name));
    }

    private static String fileName(String name) {
        return label(name) + ".json";
    }

    private static String label(String name) {
        return "mac-" + name;
    }
}
