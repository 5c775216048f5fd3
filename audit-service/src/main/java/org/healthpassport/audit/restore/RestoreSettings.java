package org.healthpassport.audit.restore;

import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.healthpassport.audit.note.ClosingNote;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of a start after a restore.
 *
 * @param reason of the restore; it commands to continue the log in a new one; blank for any other start
 */
@Validated
@ConfigurationProperties("healthpassport.restore")
record RestoreSettings(
        @DefaultValue("")
        @Pattern(
                regexp = ClosingNote.REASON,
                message = "must be a single line of at most " + ClosingNote.LONGEST_REASON + " printable characters")
        String reason) {

    RestoreSettings {
        reason = reason.strip();
    }

    /** The reason, if this start is one after a restore. */
    Optional<String> given() {
        return Optional.of(reason).filter(text -> !text.isEmpty());
    }
}
