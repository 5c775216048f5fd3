package org.healthpassport.audit.signing;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the log's signature.
 *
 * @param origin the name of the log, which its key bears and every checkpoint repeats; never changed
 */
@Validated
@ConfigurationProperties("healthpassport.audit")
public record SigningSettings(
        @DefaultValue("localhost/audit-log")
        @Pattern(
                regexp = "[^\\s+:]+(:[0-9]+)?(/[^\\s+:]*)?",
                message =
                        "must be a host and a path such as log.example.org/audit, without scheme, spaces and plus signs")
        String origin) {}
