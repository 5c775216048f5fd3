package org.healthpassport.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The settings of the log; everything that is wrong is listed at once. */
@Validated
@ConfigurationProperties("healthpassport")
public record AuditSettings(
        @Valid @DefaultValue Audit audit,
        @Valid @DefaultValue Keys keys) {

    /**
     * The log and who writes it.
     *
     * @param origin the name of the log, which its key bears and every checkpoint repeats; never changed
     * @param takeOverAfter for how long the writer must not have been heard of before another instance takes over
     */
    public record Audit(
            @DefaultValue("localhost/audit-log")
            @Pattern(
                    regexp = "[^\\s+:]+(:[0-9]+)?(/[^\\s+:]*)?",
                    message =
                            "must be a host and a path such as log.example.org/audit, without scheme, spaces and plus signs")
            String origin,

            @DefaultValue("5s") @DurationMin(millis = 100) Duration takeOverAfter) {}

    /**
     * Where the key is that signs the log.
     *
     * @param createMissing whether a key that is not there is made: for the first start, and for development
     */
    public record Keys(
            @NotNull(message = "must be set to the folder of the key that signs the log")
            Path folder,

            @DefaultValue("false") boolean createMissing) {}
}
