package org.healthpassport.api.consent;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of consents.
 *
 * @param longest the longest period of a consent; null if consents may have no end
 */
@Validated
@ConfigurationProperties("healthpassport.consent")
public record ConsentSettings(@Nullable Duration longest) {

    @AssertTrue(message = "healthpassport.consent.longest must be a time above zero, such as 365d")
    boolean isLongestAboveZero() {
        return longest == null || longest.compareTo(Duration.ZERO) > 0;
    }
}
