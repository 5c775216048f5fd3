package org.healthpassport.audit.signing;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the witnesses: files that tell what was signed, whatever the database says.
 *
 * @param folder apart from the database, its backups, and the keys
 */
@Validated
@ConfigurationProperties("healthpassport.witness")
public record WitnessSettings(
        @NotNull(
                message =
                        "must be set to a folder outside of the database and its backups, for the last signed note (HEALTHPASSPORT_WITNESS_DIR)")
        Path folder) {}
