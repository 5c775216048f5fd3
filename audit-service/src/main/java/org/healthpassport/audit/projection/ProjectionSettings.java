package org.healthpassport.audit.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the projector.
 *
 * @param pause before it looks for new entries again, when there were none
 */
@ConfigurationProperties("healthpassport.audit.projection")
record ProjectionSettings(@DefaultValue("500ms") Duration pause) {}
