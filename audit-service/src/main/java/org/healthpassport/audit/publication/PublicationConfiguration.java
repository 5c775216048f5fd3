package org.healthpassport.audit.publication;

import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What readers of the log need of its key. */
@Configuration(proxyBeanMethods = false)
class PublicationConfiguration {

    @Bean
    VerifierKey verifierKey(SigningKey logKey) {
        return logKey.verifier();
    }
}
