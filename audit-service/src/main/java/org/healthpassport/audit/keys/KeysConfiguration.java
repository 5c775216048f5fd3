package org.healthpassport.audit.keys;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import java.util.Set;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.keymanagement.MasterKeys;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.file.FileProtection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit keys, the key-encryption keys of this service, and the uses of the audit keys. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class KeysConfiguration {
    @Bean
    AwaitedDependency<KeyEncryptionKeys> openedKeys(KeySettings settings, MongoDatabase database) {
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.AUDIT, KeyPurpose.STANDING);
        return new AwaitedDependency<>(MasterKeys.awaited(settings.masterKey()), () -> {
            FileProtection protection = MasterKeys.protection(settings.masterKey(), settings.movedFrom());
            return settings.createMissing()
                    ? KeyFolder.openOrCreate(
                            settings.folder(), purposes, protection, purpose -> isUsed(purpose, database))
                    : KeyFolder.open(settings.folder(), purposes, protection);
        });
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyEncryptionKeys> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }

    @Bean
    AuditKeys auditKeys(MongoDatabase database, KeyEncryptionKeys keyEncryptionKeys) {
        return new AuditKeys(database, keyEncryptionKeys, Ticker.systemTicker());
    }

    @Bean
    ViewKey viewKey(MongoDatabase database, AuditKeys keys) {
        return new ViewKey(database, keys);
    }

    @Bean
    Pseudonyms pseudonyms(AuditKeys keys, DurableDatabase database) {
        return new StoredPseudonyms(keys, database);
    }

    @Bean
    DetailSeal detailSeal(AuditKeys keys) {
        return new VaultSeal(keys);
    }

    /** A lost key of standings is no loss: they are derived from the accounts, and are derived again with a new key. */
    private static boolean isUsed(KeyPurpose purpose, MongoDatabase database) {
        return purpose == KeyPurpose.AUDIT
                && database.getCollection(AuditKeyDocument.COLLECTION).find().first() != null;
    }
}
