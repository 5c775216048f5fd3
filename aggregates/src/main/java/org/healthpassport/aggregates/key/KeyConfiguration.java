package org.healthpassport.aggregates.key;

import java.util.Set;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.keymanagement.MasterKeys;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The key-encryption keys for the purposes of this service, and the keys of its events, and no others. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class KeyConfiguration {
    private static final Set<KeyPurpose> PURPOSES = Set.of(
            KeyPurpose.STATE,
            KeyPurpose.DOCUMENTS,
            KeyPurpose.QR,
            KeyPurpose.SERVICE,
            KeyPurpose.AUDIT,
            KeyPurpose.STANDING);

    @Bean
    AwaitedDependency<KeyFolder> openedKeys(KeySettings keys, ReactiveMongoTemplate mongo) {
        return new AwaitedDependency<>(MasterKeys.awaited(keys.masterKey()), () -> {
            FileProtection protection = MasterKeys.protection(keys.masterKey(), keys.movedFrom());
            return keys.createMissing()
                    ? KeyFolder.openOrCreate(keys.folder(), PURPOSES, protection, new KeyUsageCheck(mongo))
                    : KeyFolder.open(keys.folder(), PURPOSES, protection);
        });
    }

    @Bean
    AwaitedDependency<MacKeyFolder> openedEventKeys(KeySettings keys, ReactiveMongoTemplate mongo) {
        return new AwaitedDependency<>(MasterKeys.awaited(keys.masterKey()), () -> {
            FileProtection protection = MasterKeys.protection(keys.masterKey(), keys.movedFrom());
            return EventKeys.open(
                    Service.API_SERVICE,
                    keys.folder(),
                    protection,
                    keys.createMissing(),
                    new KeyUsageCheck(mongo)::isAnythingStored);
        });
    }

    @Bean
    EventMacs eventMacs(AwaitedDependency<MacKeyFolder> openedEventKeys) {
        return EventKeys.macs(Service.API_SERVICE, openedEventKeys);
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyFolder> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }
}
