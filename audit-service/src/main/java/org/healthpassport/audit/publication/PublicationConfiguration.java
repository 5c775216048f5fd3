package org.healthpassport.audit.publication;

import java.util.function.Supplier;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The public part of the log's key. */
@Configuration(proxyBeanMethods = false)
class PublicationConfiguration {

    @Bean
    Supplier<VerifierKey> verifierKey(Supplier<SigningKey> logKey) {
        return () -> logKey.get().verifier();
    }
}
