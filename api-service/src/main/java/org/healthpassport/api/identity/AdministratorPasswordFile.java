package org.healthpassport.api.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.healthpassport.api.identity.password.GeneratedPassword;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the first administrator finds the generated password, until they have used it; only the owner can read it. */
final class AdministratorPasswordFile {
    private static final Logger log = LoggerFactory.getLogger(AdministratorPasswordFile.class);

    /** Nobody writes a line for so long. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final Path folder;
    private final Path file;

    AdministratorPasswordFile(Path file) {
        this.folder = file.resolveSibling("").toAbsolutePath().normalize();
        this.file = folder.resolve(file.getFileName());
    }

    /** The password in the file; of a new one, durably written, where there is no file yet. Blocks. */
    String readOrCreate() {
        try {
            DurableFolder.sweepAbandoned(folder, ABANDONED);
            createIfAbsent();
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to write the administrator's password file, but it failed", e);
        }
    }

    /** Deletes the file and what a crash may have left of writing it. Blocks. */
    void delete() {
        try {
            // Whoever still writes one here is late: there is an account, and its password is another.
            DurableFolder.sweepAbandoned(folder, Duration.ZERO);
            DurableFolder.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to delete the administrator's password file, but it failed", e);
        }
    }

    Path path() {
        return file;
    }

    /** Written elsewhere and put into place whole, so that nobody ever reads half a password. */
    private void createIfAbsent() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write((GeneratedPassword.next() + '\n').getBytes(StandardCharsets.UTF_8));
            part.publishAs(file);
        } catch (FileAlreadyExistsException anotherInstanceWasFaster) {
            log.debug("Another instance wrote the password first; it is used", anotherInstanceWasFaster);
        }
    }
}
