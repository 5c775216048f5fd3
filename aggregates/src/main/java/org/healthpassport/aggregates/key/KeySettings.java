package org.healthpassport.aggregates.key;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the key-encryption keys.
 *
 * @param folder holds the keys, outside of the database and its backups
 * @param createMissing makes keys that are missing: for the first start, and for development
 * @param masterKey the URL of the key that encrypts the files of keys; not set: the files hold plain keys
 * @param movedFrom the same for the key that encrypted them until now, or {@code none}, while they are moved
 * @param rotation the time after which the keys are replaced by new ones; zero: only when an administrator asks for it
 * @param backedUpWithin the time within which a backup of the folder is made; a new key seals nothing before that
 * @param backupsKept the longest time for which a backup of the folder is kept
 */
@Validated
@ConfigurationProperties("healthpassport.keys")
public record KeySettings(
        @NotNull(message = "must be set to the folder of the key-encryption keys (HEALTHPASSPORT_KEYS_FOLDER)")
        Path folder,

        @DefaultValue("false") boolean createMissing,

        @Nullable String masterKey,
        @Nullable String movedFrom,

        @DefaultValue("30d") Duration rotation,

        @DefaultValue("24h") Duration backedUpWithin,
        @DefaultValue("30d") Duration backupsKept) {
    /** A rotation takes minutes, and a number without a unit counts milliseconds. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    @AssertTrue(
            message =
                    "healthpassport.keys.rotation must be 0 or at least 1h, and longer than healthpassport.keys.backed-up-within; that and healthpassport.keys.backups-kept must not be negative")
    boolean isSensible() {
        boolean inTime =
                rotation.isZero() || rotation.compareTo(SHORTEST) >= 0 && rotation.compareTo(backedUpWithin) > 0;
        return inTime && !backedUpWithin.isNegative() && !backupsKept.isNegative();
    }
}
