package org.healthpassport.api.notification.live;

import com.google.crypto.tink.Aead;
import java.time.Clock;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans for the streams of events. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    /** Seals the positions that clients keep, so that nobody makes one, and nobody reads how much others do. */
    @Bean
    SharedSecret<Aead> eventPositionKey() {
        return SharedSecret.sealingKey("event-position-key");
    }

    @Bean
    SealedTokens<EventPosition.Sealed> eventPositions(SharedSecret<Aead> eventPositionKey, Clock clock) {
        return new SealedTokens<>("event-position", EventPosition.Sealed.class, eventPositionKey, clock);
    }
}
