package org.healthpassport.aggregates.idempotency;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret behind the digests of keys and contents. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    /** Makes the digests of the keys that clients choose, and of the contents that they send with them. */
    @Bean
    SharedSecret<KeyedDigest> idempotencyDigestKey() {
        return SharedSecret.digestKey("idempotency-digest-key");
    }
}
