package org.healthpassport.aggregates.restore;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the start after a restore.
 *
 * @param reason why the store was restored, which is published; not set or blank: it was not
 */
@Validated
@ConfigurationProperties("healthpassport.restore")
record RestoreSettings(
        @Nullable
        @Pattern(
                regexp = "[^\\p{C}\\p{Zl}\\p{Zp}]{0,200}",
                message = "must be a single line of at most 200 printable characters")
        String reason) {
    boolean isRestored() {
        return reason != null && !reason.isBlank();
    }
}
