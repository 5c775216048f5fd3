package org.healthpassport.aggregates.rotation;

import java.time.Clock;
import java.util.List;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The rotation, on a thread of its own, which waits for files, the store and a key management service. */
@Configuration(proxyBeanMethods = false)
class RotationConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler keyRotationScheduler() {
        return Schedulers.newBoundedElastic(1, 100, "key-rotation");
    }

    @Bean
    KeyRotation keyRotation(
            AwaitedDependency<KeyFolder> openedKeys,
            KeyEncryptionKeys keys,
            ReactiveMongoTemplate mongo,
            List<SealedCollection> collections,
            KeySettings settings,
            Ids ids,
            Clock clock,
            Scheduler keyRotationScheduler) {
        return new KeyRotation(
                openedKeys,
                new Rotations(mongo, ids.next()),
                new Pass(mongo, new Resealing(mongo, keys), collections),
                settings.rotation(),
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
