package org.healthpassport.keymanagement;

import com.google.crypto.tink.Aead;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.MasterKey;
import org.jspecify.annotations.Nullable;

/** Finds the master key that a setting names. It is called when key files are opened, and not before. */
public final class MasterKeys {
    /** The value of the second setting for files that no master key has encrypted yet. */
    private static final String NONE = "none";

    private static final Map<String, BiFunction<MasterKeyUrl, Environment, Aead>> SERVICES = Map.of(
            "vault", VaultTransit::new,
            "aws-kms", AwsKms::new,
            "gcp-kms", GoogleKms::new);

    private MasterKeys() {}

    /**
     * The protection of key files that the settings ask for.
     *
     * @param masterKey {@code vault://host:8200/transit/keys/name}, {@code aws-kms://arn:...}, {@code
     *     gcp-kms://projects/...}, or nothing for plain files
     * @param movedFrom the same for the protection that the files have until they are moved, or {@code none}; nothing if
     *     they are not moved
     * @throws IllegalArgumentException when a setting is wrong; the message names it
     */
    public static FileProtection protection(@Nullable String masterKey, @Nullable String movedFrom) {
        return protection(masterKey, movedFrom, System::getenv);
    }

    /** The thing that a start waits for while it opens the key files, in words. */
    public static String awaited(@Nullable String masterKey) {
        String database = "MongoDB to say whether a missing key was used";
        return masterKey == null || masterKey.isBlank()
                ? database
                : "the key management service to open the keys, or " + database;
    }

    static FileProtection protection(@Nullable String masterKey, @Nullable String movedFrom, Environment environment) {
        FileProtection protection = one(masterKey, "HEALTHPASSPORT_KEYS_MASTER_KEY", environment);
        if (movedFrom == null || movedFrom.isBlank()) {
            return protection;
        }
        return protection.movedFrom(
                movedFrom.equals(NONE)
                        ? FileProtection.NONE
                        : one(movedFrom, "HEALTHPASSPORT_KEYS_MOVED_FROM", environment));
    }

    private static FileProtection one(@Nullable String url, String setting, Environment environment) {
        if (url == null || url.isBlank()) {
            return FileProtection.NONE;
        }
        MasterKeyUrl parsed = MasterKeyUrl.parse(url, setting);
        BiFunction<MasterKeyUrl, Environment, Aead> service = SERVICES.get(parsed.scheme());
        if (service == null) {
            throw new IllegalArgumentException("Expected %s to begin with one of %s, but it does not."
                    .formatted(
                            setting,
                            SERVICES.keySet().stream()
                                    .sorted()
                                    .map(scheme -> scheme + "://")
                                    .collect(Collectors.joining(", "))));
        }
        return FileProtection.by(new MasterKey(parsed.name(), service.apply(parsed, environment)));
    }

    /** The environment variables that hold credentials. */
    @FunctionalInterface
    interface Environment {
        /** Null if it is not set. */
        @Nullable
        String get(String name);
    }
}
