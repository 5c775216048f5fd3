package org.healthpassport.api.sharing.passcode;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret behind the passcodes of health links. */
@Configuration(proxyBeanMethods = false)
class PasscodeConfiguration {

    /** Digests the passcodes of health links. */
    @Bean
    SharedSecret<KeyedDigest> passcodeKey() {
        return SharedSecret.digestKey("passcode-key");
    }
}
