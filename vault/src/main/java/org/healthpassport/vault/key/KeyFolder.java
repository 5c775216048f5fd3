package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.HeldKeyset;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.KeysetFile;
import org.healthpassport.vault.key.file.KeysetKind;
import org.healthpassport.vault.key.file.Refreshing;

/**
 * Key-encryption keys in files that the owner alone can read: {@code kek-<purpose>.json}, keysets in Tink's JSON
 * format, plain or encrypted by a master key. Each lies in the folder or, where there is one, in {@code <purpose>} in
 * it. The files are opened again all the time, as another process may rotate the keys.
 */
public final class KeyFolder implements KeyVersionFiles {
    private final Path folder;
    private final Map<KeyPurpose, HeldKeyset<Aead>> keys;

    private KeyFolder(Path folder, Map<KeyPurpose, HeldKeyset<Aead>> keys) {
        this.folder = folder;
        this.keys = keys;
        Refreshing.keepFresh(this, List.copyOf(keys.values()));
    }

    /** As {@link #open(Path, Set, FileProtection)}, for plain files. */
    public static KeyFolder open(Path folder, Set<KeyPurpose> purposes) {
        return open(folder, purposes, FileProtection.NONE);
    }

    /**
     * Reads the keys of the purposes given, and no other file. Files that still have an earlier protection are written
     * anew, if the protection names it.
     *
     * @throws IllegalStateException when a file is missing, misplaced, unreadable, open to others, protected in another
     *     way or no keyset; the message names the file and what to do
     * @throws org.healthpassport.vault.key.file.KeysAway when the key management service is away
     * @throws UncheckedIOException when a file cannot be written anew
     */
    public static KeyFolder open(Path folder, Set<KeyPurpose> purposes, FileProtection protection) {
        return open(folder, purposes, protection, System::nanoTime);
    }

    static KeyFolder open(Path folder, Set<KeyPurpose> purposes, FileProtection protection, LongSupplier nanoTime) {
        Map<KeyPurpose, HeldKeyset<Aead>> keys = new EnumMap<>(KeyPurpose.class);
        try {
            for (KeyPurpose purpose : purposes) {
                KeysetFile<Aead> file = keysetFile(folder, purpose, protection);
                file.move();
                keys.put(purpose, new HeldKeyset<>(file, nanoTime));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to move keys in %s, but it failed.".formatted(folder), e);
        }
        return new KeyFolder(folder, keys);
    }

    /** As {@link #openOrCreate(Path, Set, FileProtection, Predicate)}, for plain files. */
    public static KeyFolder openOrCreate(Path folder, Set<KeyPurpose> purposes, Predicate<KeyPurpose> used) {
        return openOrCreate(folder, purposes, FileProtection.NONE, used);
    }

    /**
     * As {@link #open}, but creates missing keys. A missing key that was used before is lost and not created again, as
     * a new one cannot decrypt existing data. Processes that start at the same time get the same keys.
     *
     * @param used true if a key of that purpose has sealed something; asked for missing keys only
     * @throws IllegalStateException also when a missing key was used; then none is made
     * @throws UncheckedIOException when the folder or a file cannot be written
     */
    public static KeyFolder openOrCreate(
            Path folder, Set<KeyPurpose> purposes, FileProtection protection, Predicate<KeyPurpose> used) {
        requireNoneLost(folder, purposes, used);
        try {
            for (KeyPurpose purpose : purposes) {
                keysetFile(folder, purpose, protection).createIfAbsent();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to create keys in %s, but it failed.".formatted(folder), e);
        }
        return open(folder, purposes, protection);
    }

    @Override
    public Aead of(KeyPurpose purpose) {
        return held(purpose).use();
    }

    @Override
    public boolean isNewest(KeyPurpose purpose, byte[] sealed) {
        return held(purpose).isOfNewest(sealed);
    }

    @Override
    public boolean lacksKeyOf(KeyPurpose purpose, byte[] sealed) {
        return held(purpose).lacksVersionOf(sealed);
    }

    @Override
    public String nameOf(KeyPurpose purpose) {
        return file(folder, purpose).toString();
    }

    @Override
    public Set<KeyPurpose> names() {
        return keys.isEmpty() ? Set.of() : EnumSet.copyOf(keys.keySet());
    }

    @Override
    public KeyVersions versions(KeyPurpose purpose) {
        return held(purpose).versions();
    }

    @Override
    public boolean announce(KeyPurpose purpose, KeyVersions seen) throws IOException {
        return held(purpose).announce(seen);
    }

    @Override
    public boolean promote(KeyPurpose purpose, KeyVersions seen) throws IOException {
        return held(purpose).promote(seen);
    }

    @Override
    public boolean destroyOlder(KeyPurpose purpose, KeyVersions seen) throws IOException {
        return held(purpose).destroyOlder(seen);
    }

    private HeldKeyset<Aead> held(KeyPurpose purpose) {
        HeldKeyset<Aead> key = keys.get(purpose);
        if (key == null) {
            throw new IllegalStateException("Expected a key-encryption key for %s, but this service was given %s only."
                    .formatted(purpose, keys.keySet()));
        }
        return key;
    }

    private static void requireNoneLost(Path folder, Set<KeyPurpose> purposes, Predicate<KeyPurpose> used) {
        Predicate<KeyPurpose> missing = purpose -> !Files.exists(file(folder, purpose));
        List<String> lost = purposes.stream()
                .sorted()
                .filter(missing)
                .filter(used)
                // Another process may have made and used it since: a key is there before what it seals is.
                .filter(missing)
                .map(purpose -> folder.relativize(file(folder, purpose)).toString())
                .toList();
        if (!lost.isEmpty()) {
            throw new IllegalStateException(
                    "Expected the keys that existing data was encrypted with in %s, but these are missing: %s; restore them from your backup."
                            .formatted(folder, String.join(", ", lost)));
        }
    }

    private static KeysetFile<Aead> keysetFile(Path folder, KeyPurpose purpose, FileProtection protection) {
        return new KeysetFile<>(KeysetKind.AEAD, file(folder, purpose), purpose.label(), protection);
    }

    private static Path file(Path folder, KeyPurpose purpose) {
        String name = "kek-" + purpose.label() + ".json";
        return KeyFileLocation.folderOf(name, folder, purpose.label()).resolve(name);
    }
}
