package org.healthpassport.api.sharing.file;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.vault.key.AssociatedData;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals and opens the tokens in the addresses of files, so that nobody else can read or make one. Nothing is stored.
 */
final class FileTokens {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<Aead> key;
    private final Clock clock;

    /** @param key supplies the key for each use, as it is loaded while the service starts */
    FileTokens(Supplier<Aead> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Makes a token for a file of the link, in characters that need no escaping in an address. */
    String seal(String linkToken, FileToken file) {
        try {
            byte[] sealed = key.get().encrypt(JSON.writeValueAsBytes(file), belonging(linkToken));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal the address of a file, but it failed", e);
        }
    }

    /** The content of the token; empty if it was altered, belongs to another link, or has expired. */
    Optional<FileToken> open(String linkToken, String fileToken) {
        Instant now = clock.instant();
        try {
            byte[] opened = key.get().decrypt(Base64.getUrlDecoder().decode(fileToken), belonging(linkToken));
            return Optional.of(JSON.readValue(opened, FileToken.class)).filter(file -> now.isBefore(file.expiresAt()));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static byte[] belonging(String linkToken) {
        return AssociatedData.of("health-link-file", linkToken);
    }
}
