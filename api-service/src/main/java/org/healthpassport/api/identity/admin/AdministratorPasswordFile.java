package org.healthpassport.api.identity.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.healthpassport.api.identity.password.ReadableSecret;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the generated password of the first administrator until its first use; only the owner can read
 * it.
 */
final class AdministratorPasswordFile {
    private static final Logger log = LoggerFactory.getLogger(AdministratorPasswordFile.class);

    /** Writing one line never takes this long. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final Path folder;
    private final Path file;

    AdministratorPasswordFile(Path file) {
        this.folder = file.resolveSibling("").toAbsolutePath().normalize();
        this.file = folder.resolve(file.getFileName());
    }

    /** The password in the file; if there is no file yet, a new password that was durably written. Blocks. */
    String readOrCreate() {
        try {
            DurableFolder.sweepAbandoned(folder, ABANDONED);
            createIfAbsent();
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to write the administrator's password file, but it failed", e);
        }
    }

    /** Deletes the file, and temporary files left by a crash. Blocks. */
    void delete() {
        try {
            // A writer that is still at work is too late: the account exists, with another password.
            DurableFolder.sweepAbandoned(folder, Duration.ZERO);
            DurableFolder.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to delete the administrator's password file, but it failed", e);
        }
    }

    Path path() {
        return file;
    }

    /** Writes a temporary file and moves it into place, so that nobody ever reads half a password. */
    private void createIfAbsent() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write((ReadableSecret.password() + '\n').getBytes(StandardCharsets.UTF_8));
            part.publishAs(file);
        } catch (FileAlreadyExistsException anotherInstanceWasFaster) {
            log.debug("Another instance wrote the password file first; its password is used", anotherInstanceWasFaster);
        }
    }
}
