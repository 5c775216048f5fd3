package org.healthpassport.audit.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.OwnerOnly;
import org.healthpassport.vault.durable.PartFile;
import org.healthpassport.vault.key.KeyFileLocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that signs the log, in a file of two lines that its owner alone can read: the verifier key, which is public,
 * and the private key (PKCS#8 in base64), which is not. The name of the file has the number of the log, from the second one on;
 * the file with the highest number tells which log is in use.
 */
public final class LogKeyFile {
    /** Its name in the folder of keys. */
    public static final String NAME = "audit-log-key";

    private static final Pattern LATER = Pattern.compile(NAME + "-([1-9][0-9]{0,8})");
    /** The end of the name of a key whose log is not in use yet. */
    private static final String PREPARED = ".next";

    private static final Logger LOG = LoggerFactory.getLogger(LogKeyFile.class);

    private LogKeyFile() {}

    /** Asks whether anything of the log was signed before. */
    @FunctionalInterface
    public interface SignedBefore {
        boolean ask() throws IOException;
    }

    /**
     * The folder in which the key lies, or belongs.
     *
     * @param keys the folder of all keys
     */
    public static Path folder(Path keys) {
        return KeyFileLocation.folderOf(LogInUse.named(NAME, logInUse(keys)), keys, "log");
    }

    /** The number of the log in use; that of the first log if there is no key. */
    public static int logInUse(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAME + "-*")) {
            int highest = LogInUse.FIRST;
            for (Path file : files) {
                Matcher later = LATER.matcher(String.valueOf(file.getFileName()));
                highest = later.matches() ? Math.max(highest, Integer.parseInt(later.group(1))) : highest;
            }
            return highest;
        } catch (NoSuchFileException | NotDirectoryException noKeysYet) {
            return LogInUse.FIRST;
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException(
                    "Expected to list %s, but it failed; make it a folder that the user of this process can read."
                            .formatted(folder),
                    e);
        }
    }

    /** The origin of a log: that of the first one, with the number of a later one at its end. */
    public static String originOf(String first, int log) {
        return log == LogInUse.FIRST ? first : first + "/" + log;
    }

    /**
     * Reads the key of the log in use.
     *
     * @param origin the name of the first log; the key must be named for this log, or for the later one that is in use
     * @throws IllegalStateException when the file is missing, unreadable, open to others or no key of this log; the
     *     message names the file and what to do
     */
    public static SigningKey open(Path folder, String origin) {
        int log = logInUse(folder);
        return open(folder.resolve(LogInUse.named(NAME, log)), originOf(origin, log), "restore it from its backup");
    }

    private static SigningKey open(Path file, String origin, String otherwise) {
        try {
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        "Expected the key of the audit log in %s, but there is no such file; %s, or name the folder that holds it."
                                .formatted(file, otherwise));
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
        if (logInUse(folder) == LogInUse.FIRST && !Files.exists(file) && !signed.ask()) {
            create(folder, file, SigningKey.generate(origin, SignatureType.ED25519));
        }
        return open(folder, origin);
    }

    /**
     * Makes the key of a later log, aside; the log in use stays the same. If it is there, it is read.
     *
     * @param origin the name of the first log
     * @throws UncheckedIOException when the folder or the file cannot be written
     */
    public static SigningKey prepare(Path folder, String origin, int log) {
        Path file = prepared(folder, log);
        if (!Files.exists(file)) {
            create(folder, file, SigningKey.generate(originOf(origin, log), SignatureType.ED25519));
        }
        return openPrepared(folder, origin, log);
    }

    /** Reads a key that {@link #prepare} made; an {@link IllegalStateException} as of {@link #open} if it is not there. */
    public static SigningKey openPrepared(Path folder, String origin, int log) {
        return open(
                prepared(folder, log),
                originOf(origin, log),
                "put it back, as the note that closed the log before names it");
    }

    /** Puts a later log into use, with the key that {@link #prepare} made. */
    public static void switchTo(Path folder, int log) throws IOException {
        Path file = folder.resolve(LogInUse.named(NAME, log));
        Files.move(prepared(folder, log), file, StandardCopyOption.ATOMIC_MOVE);
        DurableFolder.forceName(file);
        LOG.info("The key of the audit log is {} now; back it up", file);
    }

    /** Destroys the keys of the logs before the one in use, so that nobody can sign these any more. */
    public static void destroyFormer(Path folder) throws IOException {
        for (int log = LogInUse.FIRST; log < logInUse(folder); log++) {
            DurableFolder.delete(folder.resolve(LogInUse.named(NAME, log)));
        }
    }

    private static Path prepared(Path folder, int log) {
        return folder.resolve(LogInUse.named(NAME, log) + PREPARED);
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
                    "Expected the key of the log %s in %s, but it is that of %s; set HEALTHPASSPORT_AUDIT_ORIGIN to that name (without the number at its end if the log was restored), or name the folder of the other key."
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
