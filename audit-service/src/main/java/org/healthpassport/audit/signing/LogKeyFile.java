package org.healthpassport.audit.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.OwnerOnly;
import org.healthpassport.vault.durable.PartFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that signs the log, in a file of two lines that its owner alone can read: the verifier key, which is public,
 * and the private key (PKCS#8 in base64), which is not.
 */
public final class LogKeyFile {
    /** Its name in the folder of keys. */
    public static final String NAME = "audit-log-key";

    private static final Logger LOG = LoggerFactory.getLogger(LogKeyFile.class);

    private LogKeyFile() {}

    /** Asks whether anything of the log was signed before. */
    @FunctionalInterface
    public interface SignedBefore {
        boolean ask() throws IOException;
    }

    /**
     * Reads the key.
     *
     * @param origin the name of the log, which must be the key's
     * @throws IllegalStateException when the file is missing, unreadable, open to others or no key of this log; the
     *     message names the file and what to do
     */
    public static SigningKey open(Path folder, String origin) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        "Expected the key of the audit log in %s, but there is no such file; restore it from its backup, or name the folder that holds it."
                                .formatted(file));
            }
            if (OwnerOnly.isSharedWithOthers(file)) {
                throw new IllegalStateException(
                        "Expected %s to be readable by its owner alone, but others have access to it; run: chmod 600 %s"
                                .formatted(file, file));
            }
            return parse(file, Files.readAllLines(file), origin);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Expected to read %s, but it failed; make it a text file that the user of this process owns."
                            .formatted(file),
                    e);
        }
    }

    /**
     * As {@link #open}, but makes the key if there is none, unless it was lost: nobody would accept the log under
     * another. Of several processes that start at once all get the same one.
     *
     * @param signed tells if something of the log was signed; asked if there is no key
     * @throws IOException if that question is not answered; then no key is made
     * @throws UncheckedIOException when the folder or the file cannot be written
     */
    public static SigningKey openOrCreate(Path folder, String origin, SignedBefore signed) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file) && !signed.ask()) {
            create(folder, file, SigningKey.generate(origin, SignatureType.ED25519));
        }
        return open(folder, origin);
    }

    private static void create(Path folder, Path file, SigningKey key) {
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write(
                    (key.verifier() + "\n" + Base64.getEncoder().encodeToString(key.pkcs8()) + "\n").getBytes(UTF_8));
            part.publishAs(file);
            LOG.info("Made the key of the audit log: {}; without it the log cannot be continued, so back it up", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another process made {} first; its key is used", file);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to make a key in %s, but it failed.".formatted(folder), e);
        }
    }

    private static SigningKey parse(Path file, List<String> lines, String origin) {
        SigningKey key;
        try {
            if (lines.size() != 2) {
                throw new IllegalArgumentException("Expected two lines, but found " + lines.size() + ".");
            }
            key = SigningKey.restore(
                    VerifierKey.parse(lines.get(0)), Base64.getDecoder().decode(lines.get(1)));
        } catch (NoteRefused e) {
            throw notAKey(file, e);
        } catch (IllegalArgumentException e) {
            // Without the cause, which may quote the private key.
            throw notAKey(file, null);
        }
        if (key.verifier().type() != SignatureType.ED25519
                || !key.verifier().name().equals(origin)) {
            throw new IllegalStateException(
                    "Expected the key of the log %s in %s, but it is that of %s; set HEALTHPASSPORT_AUDIT_ORIGIN to that name, or name the folder of the other key."
                            .formatted(origin, file, key.verifier().name()));
        }
        return key;
    }

    private static IllegalStateException notAKey(Path file, @Nullable NoteRefused cause) {
        return new IllegalStateException(
                "Expected a verifier key and its private key in %s, but it is something else; restore it from its backup."
                        .formatted(file),
                cause);
    }
}
