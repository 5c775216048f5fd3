package org.healthpassport.aggregates.key;

import java.util.Set;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The key-encryption keys for the purposes of this service, and no others. */
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
        return new AwaitedDependency<>(
                "MongoDB to say whether a missing key was used",
                () -> keys.createMissing()
                        ? KeyFolder.openOrCreate(keys.folder(), PURPOSES, new KeyUsageCheck(mongo))
                        : KeyFolder.open(keys.folder(), PURPOSES));
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyFolder> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }
}
