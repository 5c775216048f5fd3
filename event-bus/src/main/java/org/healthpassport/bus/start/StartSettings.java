package org.healthpassport.bus.start;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the start.
 *
 * @param patience the time that the start waits for dependencies before it fails
 */
@ConfigurationProperties("healthpassport.start")
record StartSettings(@DefaultValue("5m") Duration patience) {
    StartSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "Expected healthpassport.start.patience (HEALTHPASSPORT_START_PATIENCE) to be a positive time such as 5m, but it is "
                            + patience);
        }
    }
}
