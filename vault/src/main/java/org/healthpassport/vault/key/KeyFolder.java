package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.OwnerOnly;
import org.healthpassport.vault.durable.PartFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key-encryption keys in files that the owner alone can read: {@code kek-<purpose>.json}, keysets in Tink's JSON
 * format. Each lies in the folder or, where there is one, in {@code <purpose>} in it.
 */
public final class KeyFolder implements KeyEncryptionKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFolder.class);

    private final Path folder;
    private final Map<KeyPurpose, Aead> keys;

    private KeyFolder(Path folder, Map<KeyPurpose, Aead> keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /**
     * Reads the keys of the purposes given, and no other file.
     *
     * @throws IllegalStateException when a file is missing, misplaced, unreadable, open to others or no keyset; the
     *     message names the file and what to do
     */
    public static KeyFolder open(Path folder, Set<KeyPurpose> purposes) {
        Map<KeyPurpose, Aead> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : purposes) {
            keys.put(purpose, read(file(folder, purpose)));
        }
        return new KeyFolder(folder, keys);
    }

    /**
     * As {@link #open}, but creates missing keys. A missing key that was used before is lost and not created again, as
     * a new one cannot decrypt existing data. Processes that start at the same time get the same keys.
     *
     * @param used true if a key of that purpose has sealed something; asked for missing keys only
     * @throws IllegalStateException also when a missing key was used; then none is made
     * @throws UncheckedIOException when the folder or a file cannot be written
     */
    public static KeyFolder openOrCreate(Path folder, Set<KeyPurpose> purposes, Predicate<KeyPurpose> used) {
        requireNoneLost(folder, purposes, used);
        try {
            for (KeyPurpose purpose : purposes) {
                createIfAbsent(folderOf(folder, purpose), fileName(purpose));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to create keys in %s, but it failed.".formatted(folder), e);
        }
        return open(folder, purposes);
    }

    @Override
    public Aead of(KeyPurpose purpose) {
        Aead key = keys.get(purpose);
        if (key == null) {
            throw new IllegalStateException("Expected a key-encryption key for %s, but this service was given %s only."
                    .formatted(purpose, keys.keySet()));
        }
        return key;
    }

    @Override
    public String nameOf(KeyPurpose purpose) {
        return file(folder, purpose).toString();
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

    private static void createIfAbsent(Path folder, String name) throws IOException {
        DurableFolder files = ownersAlone(folder);
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return;
        }
        try (PartFile part = files.begin()) {
            part.write(TinkJsonProtoKeysetFormat.serializeKeyset(
                            Keysets.generate(), Keysets.AEAD, InsecureSecretKeyAccess.get())
                    .getBytes(StandardCharsets.UTF_8));
            part.publishAs(file);
            LOG.info("Created the key-encryption key {}; back it up, as data cannot be decrypted without it", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another process created {} first; its key is used", file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected Tink to write a keyset, but it failed.", e);
        }
    }

    private static DurableFolder ownersAlone(Path folder) throws IOException {
        DurableFolder files = DurableFolder.open(folder);
        if (OwnerOnly.isSharedWithOthers(folder)) {
            throw new IllegalStateException(
                    "Expected the key folder %s to be open to its owner alone, but others have access to it; run: chmod 700 %s"
                            .formatted(folder, folder));
        }
        files.sweepAbandoned(Instant.now().minus(1, ChronoUnit.HOURS));
        return files;
    }

    private static Aead read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        "Expected a key-encryption key in %s, but there is no such file; restore it from your backup, or set the folder that holds it."
                                .formatted(file));
            }
            if (OwnerOnly.isSharedWithOthers(file)) {
                throw new IllegalStateException(
                        "Expected %s to be readable by its owner alone, but others have access to it; run: chmod 600 %s"
                                .formatted(file, file));
            }
            return Keysets.aead(TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), Keysets.AEAD, InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Expected to read %s, but it failed; make it a text file that the user of this process owns."
                            .formatted(file),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Expected an AEAD keyset of Tink in JSON in %s, but the file holds something else; restore it from your backup."
                            .formatted(file),
                    e);
        }
    }

    private static Path file(Path folder, KeyPurpose purpose) {
        return folderOf(folder, purpose).resolve(fileName(purpose));
    }

    private static Path folderOf(Path folder, KeyPurpose purpose) {
        return KeyFileLocation.folderOf(fileName(purpose), folder, purpose.label());
    }

    private static String fileName(KeyPurpose purpose) {
        return "kek-" + purpose.label() + ".json";
    }
}
