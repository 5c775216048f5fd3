package org.healthpassport.audit.lease;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the election.
 *
 * @param takeOverAfter the time that the writer's lease must stay unchanged before another instance takes it over
 */
@Validated
@ConfigurationProperties("healthpassport.audit")
record LeaseSettings(
        @DefaultValue("5s") @DurationMin(millis = 100) Duration takeOverAfter) {}
