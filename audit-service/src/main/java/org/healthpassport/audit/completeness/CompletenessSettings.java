package org.healthpassport.audit.completeness;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the log is checked for what is missing.
 *
 * @param interval between two checks
 * @param patience how long an entry may be on its way; together with two intervals it must stay below a minute
 */
@ConfigurationProperties("healthpassport.audit.completeness")
record CompletenessSettings(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("20s") Duration patience) {}
