package org.healthpassport.api.identity.session;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secrets of sessions. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    /** Makes refresh tokens. */
    @Bean
    SharedSecret<KeyedDigest> refreshTokenKey() {
        return SharedSecret.digestKey("refresh-token-key");
    }
}
