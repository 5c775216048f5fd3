package org.healthpassport.api.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans for the counts of failures. */
@Configuration(proxyBeanMethods = false)
class ThrottleConfiguration {

    /** Hides accounts and addresses. */
    @Bean
    SharedSecret<KeyedDigest> attemptsKey() {
        return SharedSecret.digestKey("failed-attempts-key");
    }

    /** Removes counts that say nothing any more, and addresses that are not known any more. Nobody waits for it. */
    @Bean
    Sweep forgottenFailures(FailureDocuments documents, Clock clock) {
        return Sweep.of(
                "the forgotten failures", Duration.ofMinutes(1), () -> documents.removeForgotten(clock.instant()));
    }
}
