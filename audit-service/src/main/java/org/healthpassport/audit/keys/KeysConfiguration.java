package org.healthpassport.audit.keys;

import com.mongodb.client.MongoDatabase;
import java.util.Set;
import org.healthpassport.audit.AuditSettings;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit keys, and the key that wraps them. */
@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

    @Bean
    AwaitedDependency<KeyEncryptionKeys> openedKeys(AuditSettings settings, MongoDatabase database) {
        AuditSettings.Keys keys = settings.keys();
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.AUDIT);
        return new AwaitedDependency<>(
                "MongoDB to say whether a missing key was used",
                () -> keys.createMissing()
                        ? KeyFolder.openOrCreate(keys.folder(), purposes, purpose -> isUsed(database))
                        : KeyFolder.open(keys.folder(), purposes));
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyEncryptionKeys> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }

    @Bean
    AuditKeys auditKeys(MongoDatabase database, KeyEncryptionKeys keyEncryptionKeys) {
        return new AuditKeys(database, keyEncryptionKeys);
    }

    private static boolean isUsed(MongoDatabase database) {
        return database.getCollection(AuditKeyDocument.COLLECTION).find().first() != null;
    }
}
