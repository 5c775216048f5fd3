package org.healthpassport.api.sharing;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret behind the addresses of health links. */
@Configuration(proxyBeanMethods = false)
class SharingConfiguration {

    /** Makes the blind index of the tokens in the addresses of health links. */
    @Bean
    SharedSecret<KeyedDigest> linkIndexKey() {
        return SharedSecret.digestKey("link-index-key");
    }
}
