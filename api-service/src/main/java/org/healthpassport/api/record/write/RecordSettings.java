package org.healthpassport.api.record.write;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of health records.
 *
 * @param unconfirmedFor age at which the sweep looks at a version that no record names yet, and confirms, removes or
 *     keeps it
 */
@ConfigurationProperties("healthpassport.records")
public record RecordSettings(@DefaultValue("1h") Duration unconfirmedFor) {}
