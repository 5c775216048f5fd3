package org.healthpassport.vault.key.file;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.OwnerOnly;
import org.healthpassport.vault.durable.PartFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one key: a keyset of Tink in JSON with all versions of that key, which the owner alone can read. It is only
 * replaced as a whole.
 *
 * @param <P> what the keyset is used as
 */
public final class KeysetFile<P> {
    private static final Logger LOG = LoggerFactory.getLogger(KeysetFile.class);

    private final KeysetKind<P> kind;
    private final Path file;
    private final String purpose;
    private final FileProtection protection;

    /** @param purpose to which an encrypted file is bound */
    public KeysetFile(KeysetKind<P> kind, Path file, String purpose, FileProtection protection) {
        this.kind = kind;
        this.file = file;
        this.purpose = purpose;
        this.protection = protection;
    }

    /** A keyset as it was read. */
    record Opened<P>(String text, KeysetHandle keyset, P use) {
        KeyVersions versions() {
            return KeyVersions.of(keyset);
        }
    }

    /** Makes a key; of processes that do so at the same time, one succeeds. */
    public void createIfAbsent() throws IOException {
        DurableFolder folder = ownersAlone();
        if (Files.exists(file)) {
            return;
        }
        try (PartFile part = folder.begin()) {
            part.write(text(kind.generate()));
            part.publishAs(file);
            LOG.info("Created the {} {}; back it up, as existing data is of no use without it", kind.what(), file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another process created {} first; its key is used", file);
        }
    }

    /** Writes the file anew if it still has the protection of before. */
    public void move() throws IOException {
        if (protection.before() == null || own(text()).isPresent()) {
            return;
        }
        ownersAlone().alone(() -> {
            String text = text();
            if (own(text).isEmpty()) {
                replace(opened(text).keyset());
                LOG.info("The {} {} is now protected by {}", kind.what(), file, protection.name());
            }
            return text;
        });
    }

    /**
     * Reads and opens the file: at most one call to the key management service.
     *
     * @throws IllegalStateException when it is missing, open to others, protected in another way, or no keyset; the
     *     message names the file and what to do
     * @throws KeysAway when the key management service is away
     */
    Opened<P> open() {
        return opened(text());
    }

    /** True if the file still is as it was read; asks no key management service. */
    boolean holds(Opened<P> read) {
        return text().equals(read.text());
    }

    /** Replaces the keyset by a changed one; false, and nothing changes, if its versions are not those seen before. */
    boolean change(KeyVersions seen, BiFunction<KeysetKind<P>, KeysetHandle, KeysetHandle> change) throws IOException {
        return ownersAlone().alone(() -> {
            Opened<P> current = open();
            if (!current.versions().equals(seen)) {
                return false;
            }
            replace(change.apply(kind, current.keyset()));
            return true;
        });
    }

    private void replace(KeysetHandle keyset) throws IOException {
        try (PartFile part = ownersAlone().begin()) {
            part.write(text(keyset));
            part.replace(file);
        }
    }

    private byte[] text(KeysetHandle keyset) {
        try {
            return protection.write(keyset, purpose, kind.configuration()).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Expected %s to be encrypted by %s, but it was refused.".formatted(file, protection.name()), e);
        }
    }

    private String text() {
        try {
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        "Expected a %s in %s, but there is no such file; restore it from your backup, or set the folder that holds it."
                                .formatted(kind.what(), file));
            }
            if (OwnerOnly.isSharedWithOthers(file)) {
                throw new IllegalStateException(
                        "Expected %s to be readable by its owner alone, but others have access to it; run: chmod 600 %s"
                                .formatted(file, file));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Expected to read %s, but it failed; make it a text file that the user of this process owns."
                            .formatted(file),
                    e);
        }
    }

    private Opened<P> opened(String text) {
        FileProtection.purposeIn(text).filter(named -> !named.equals(purpose)).ifPresent(other -> {
            throw new IllegalStateException(
                    "Expected the key %s in %s, but the file holds the key %s; put each file back in its place, or restore them from your backup."
                            .formatted(purpose, file, other));
        });
        Optional<KeysetHandle> keyset = own(text);
        FileProtection before = protection.before();
        try {
            if (keyset.isEmpty() && before != null) {
                keyset = before.read(text, purpose, kind.configuration());
            }
            KeysetHandle found = keyset.orElseThrow(() -> new IllegalStateException(
                    "Expected %s to be protected by %s, but it is not; set HEALTHPASSPORT_KEYS_MASTER_KEY to the key that encrypted it, or HEALTHPASSPORT_KEYS_MOVED_FROM to move it."
                            .formatted(file, protection.name())));
            return new Opened<>(text, found, kind.use(found));
        } catch (GeneralSecurityException e) {
            throw noKeyset(e);
        }
    }

    /** The keyset, if it has the protection that it should have. */
    private Optional<KeysetHandle> own(String text) {
        try {
            return protection.read(text, purpose, kind.configuration());
        } catch (GeneralSecurityException e) {
            if (protection.before() != null) {
                return Optional.empty();
            }
            throw noKeyset(e);
        }
    }

    private IllegalStateException noKeyset(GeneralSecurityException e) {
        return new IllegalStateException(
                (protection.master() == null
                                ? "Expected a keyset of Tink in JSON in %s, but the file holds something else; restore it from your backup."
                                : "Expected %s to be opened by "
                                        + protection.name()
                                        + ", but that key did not encrypt it; set the right key, or restore the file from your backup.")
                        .formatted(file),
                e);
    }

    private DurableFolder ownersAlone() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalStateException("Expected %s to be in a folder, but it is not.".formatted(file));
        }
        DurableFolder files = DurableFolder.open(folder);
        if (OwnerOnly.isSharedWithOthers(folder)) {
            throw new IllegalStateException(
                    "Expected the key folder %s to be open to its owner alone, but others have access to it; run: chmod 700 %s"
                            .formatted(folder, folder));
        }
        files.sweepAbandoned(Instant.now().minus(1, ChronoUnit.HOURS));
        return files;
    }
}
