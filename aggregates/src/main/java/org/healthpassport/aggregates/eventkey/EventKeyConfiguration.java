package org.healthpassport.aggregates.eventkey;

import org.healthpassport.aggregates.outbox.WaitingMacs;
import org.healthpassport.aggregates.rotation.KeyRotation;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.MacKeyFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The versions of the keys of events, and the count of what names them. */
@Configuration(proxyBeanMethods = false)
class EventKeyConfiguration {
    @Bean
    KeyUses keyUses(WaitingMacs waiting, KafkaMacs kafka) {
        return new KeyUses(waiting, kafka, System::nanoTime);
    }

    @Bean
    EventKeyVersions eventKeyVersions(
            AwaitedDependency<MacKeyFolder> openedEventKeys, KeyRotation<String> eventKeyRotation, KeyUses uses) {
        return new EventKeyVersions(openedEventKeys, eventKeyRotation, uses);
    }
}
