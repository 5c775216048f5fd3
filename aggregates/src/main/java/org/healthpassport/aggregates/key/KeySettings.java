package org.healthpassport.aggregates.key;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the key-encryption keys.
 *
 * @param folder holds the keys, outside of the database and its backups
 * @param createMissing makes keys that are missing: for the first start, and for development
 */
@Validated
@ConfigurationProperties("healthpassport.keys")
public record KeySettings(
        @NotNull(message = "must be set to the folder of the key-encryption keys (HEALTHPASSPORT_KEYS_FOLDER)")
        Path folder,

        @DefaultValue("false") boolean createMissing) {}
