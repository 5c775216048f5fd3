package org.healthpassport.api.identity.hospital;

import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secrets of invitations. */
@Configuration(proxyBeanMethods = false)
class InvitationConfiguration {

    /** Makes the tokens of invitations. */
    @Bean
    SharedSecret<KeyedDigest> invitationKey() {
        return SharedSecret.digestKey("invitation-key");
    }
}
