package org.healthpassport.api.identity.account;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secrets of accounts. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

    /** Makes the blind indexes of accounts: of email addresses, and of the hospitals of doctors. */
    @Bean
    SharedSecret<KeyedDigest> emailIndexKey() {
        return SharedSecret.digestKey("email-index-key");
    }
}
