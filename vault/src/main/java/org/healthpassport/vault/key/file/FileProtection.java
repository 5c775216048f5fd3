package org.healthpassport.vault.key.file;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The protection of key files: by a master key, or by nothing but their permissions.
 *
 * @param master null if the files hold plain keysets
 * @param before the protection that files still have which were not moved yet; null unless they are being moved
 */
public record FileProtection(
        @Nullable MasterKey master, @Nullable FileProtection before) {
    /** Plain keysets. */
    public static final FileProtection NONE = new FileProtection(null, null);

    private static final String ENCRYPTED = "\"encryptedKeyset\"";
    /** A member beside those of Tink, which does not read it. */
    private static final Pattern PURPOSE = Pattern.compile("\"purpose\"\\s*:\\s*\"([^\"]*)\"");

    public static FileProtection by(MasterKey master) {
        return new FileProtection(master, null);
    }

    /** The same, which also reads files of an earlier protection, and writes them anew. */
    public FileProtection movedFrom(FileProtection earlier) {
        return new FileProtection(master, earlier);
    }

    /** A name for messages. */
    String name() {
        return master == null ? "nothing but its permissions" : master.name();
    }

    String write(KeysetHandle keyset, String purpose, Configuration configuration) throws GeneralSecurityException {
        String json = master == null
                ? TinkJsonProtoKeysetFormat.serializeKeyset(keyset, configuration, InsecureSecretKeyAccess.get())
                : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                        keyset, master.aead(), belonging(purpose), configuration);
        return "{\"purpose\":\"" + purpose + "\"," + json.substring(json.indexOf('{') + 1);
    }

    /**
     * The purpose that a file names, so that one in the place of another is noticed; empty for a file that was written before
     * files named it.
     */
    static Optional<String> purposeIn(String text) {
        Matcher named = PURPOSE.matcher(text);
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }

    /**
     * Reads the text of a file.
     *
     * @return empty if it is protected in another way, or by another master key
     * @throws GeneralSecurityException if it holds no keyset
     */
    Optional<KeysetHandle> read(String text, String purpose, Configuration configuration)
            throws GeneralSecurityException {
        boolean encrypted = text.contains(ENCRYPTED);
        if (encrypted != (master != null)) {
            return Optional.empty();
        }
        if (master == null) {
            return Optional.of(
                    TinkJsonProtoKeysetFormat.parseKeyset(text, configuration, InsecureSecretKeyAccess.get()));
        }
        return Optional.of(
                TinkJsonProtoKeysetFormat.parseEncryptedKeyset(text, master.aead(), belonging(purpose), configuration));
    }

    /** Binds a file to its purpose, so that the files of two purposes cannot be swapped. */
    private static byte[] belonging(String purpose) {
        return ("health-passport-key-file/" + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
