package org.healthpassport.api.identity.registration;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bound of registrations.
 *
 * @param registrationsPerMinute of one address, on this instance
 */
@Validated
@ConfigurationProperties("healthpassport.limits")
public record RegistrationSettings(
        @DefaultValue("60") @Min(1) int registrationsPerMinute) {}
