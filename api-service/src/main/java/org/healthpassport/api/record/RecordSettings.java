package org.healthpassport.api.record;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of health records.
 *
 * @param unconfirmedFor before a version that no record names yet is looked at by the sweep, which then decides whether
 *     it is confirmed, removed or kept
 */
@ConfigurationProperties("healthpassport.records")
record RecordSettings(@DefaultValue("1h") Duration unconfirmedFor) {}
