package org.healthpassport.api.identity.throttle;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret of the counts of failures. */
@Configuration(proxyBeanMethods = false)
class ThrottleConfiguration {

    /** Hides accounts and addresses. */
    @Bean
    SharedSecret<KeyedDigest> attemptsKey() {
        return SharedSecret.digestKey("failed-attempts-key");
    }
}
