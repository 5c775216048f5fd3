package org.healthpassport.standalone.backing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.healthpassport.api.identity.password.ReadableSecret;
import org.healthpassport.embedded.Login;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.OwnerOnly;
import org.healthpassport.vault.durable.PartFile;

/**
 * The login of an embedded part. Its password lies in the key folder, so whoever can read that folder, and nobody else,
 * gets into the store and the broker.
 */
final class GeneratedLogin {
    private static final String USER = "health-passport";

    private GeneratedLogin() {}

    /**
     * Reads the password; makes one where there is none, as nothing was encrypted with it.
     *
     * @param file in the key folder
     * @throws StartFailed if the file cannot be read or written, is open to others or holds no password
     */
    static Login in(Path file) {
        try {
            if (!Files.exists(file)) {
                try (PartFile part = DurableFolder.open(Objects.requireNonNull(file.getParent()))
                        .begin()) {
                    part.write((ReadableSecret.password() + '\n').getBytes(StandardCharsets.UTF_8));
                    part.publishAs(file);
                }
            }
            if (OwnerOnly.isSharedWithOthers(file)) {
                throw new StartFailed(
                        "The password file %s is open to others. Run: chmod 600 %s".formatted(file, file));
            }
            String password = Files.readString(file).strip();
            if (!Login.isPlain(password)) {
                throw new StartFailed("The file %s holds no password. Delete it; the next start generates a new one."
                        .formatted(file));
            }
            return new Login(USER, password);
        } catch (IOException e) {
            throw new StartFailed(
                    "The password file %s cannot be read or written (%s). Give this user access to it and its folder."
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }
}
