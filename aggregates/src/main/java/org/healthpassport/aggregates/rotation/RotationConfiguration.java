package org.healthpassport.aggregates.rotation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.MacKeyFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The rotations, on a thread of their own, which waits for files, the store and a key management service. */
@Configuration(proxyBeanMethods = false)
class RotationConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler keyRotationScheduler() {
        return Schedulers.newBoundedElastic(1, 100, "key-rotation");
    }

    @Bean
    KeyRotation<KeyPurpose> keyRotation(
            AwaitedDependency<KeyFolder> openedKeys,
            KeyEncryptionKeys keys,
            ReactiveMongoTemplate mongo,
            List<SealedCollection> collections,
            KeySettings settings,
            Ids ids,
            Clock clock,
            Scheduler keyRotationScheduler) {
        return new KeyRotation<>(
                "key-encryption keys",
                openedKeys,
                new Rotations(mongo, Rotations.OF_KEY_ENCRYPTION_KEYS, ids.next()),
                new Pass(mongo, new Resealing(mongo, keys), collections, openedKeys),
                settings.rotation(),
                settings.backedUpWithin(),
                ids::next,
                clock,
                System::nanoTime,
                keyRotationScheduler);
    }

    /** On request only: nothing of a patient can be read with these keys. Older versions stay until they are destroyed. */
    @Bean
    KeyRotation<String> eventKeyRotation(
            AwaitedDependency<MacKeyFolder> openedEventKeys,
            ReactiveMongoTemplate mongo,
            KeySettings settings,
            Ids ids,
            Clock clock,
            Scheduler keyRotationScheduler) {
        return new KeyRotation<>(
                "keys of events",
                openedEventKeys,
                new Rotations(mongo, Rotations.OF_EVENT_KEYS, ids.next()),
                (rotation, older, keep) -> rotation,
                Duration.ZERO,
                settings.backedUpWithin(),
                ids::next,
                clock,
                System::nanoTime,
                keyRotationScheduler);
    }

    @Bean
    KeyHorizon keyHorizon(KeySettings settings, Clock clock) {
        return new KeyHorizon(settings.rotation(), settings.backedUpWithin(), settings.backupsKept(), clock);
    }
}
