package org.healthpassport.audit.keys;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the keys that sign the log and wrap the audit keys.
 *
 * @param createMissing makes a key that is not there: for the first start, and for development
 * @param masterKey the URL of the key that encrypts the files of keys; not set: the files hold plain keys
 * @param movedFrom the same for the key that encrypted them until now, or {@code none}, while they are moved
 */
@Validated
@ConfigurationProperties("healthpassport.keys")
public record KeySettings(
        @NotNull(message = "must be set to the folder of the key that signs the log (HEALTHPASSPORT_KEYS_FOLDER)")
        Path folder,

        @DefaultValue("false") boolean createMissing,
        @Nullable String masterKey,
        @Nullable String movedFrom) {}
