package org.healthpassport.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import org.bson.Document;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeysConfigurationTest {
    @RegisterExtension
    static final AuditUnderTest audit = new AuditUnderTest();

    @TempDir
    private Path temporary;

    @Test
    void shouldMakeTheKeyOnlyWhereNothingWasSealedYet() throws Exception {
        // given
        MongoDatabase database = audit.bean(MongoClient.class).getDatabase("used-keys");
        KeyEncryptionKeys made = keys("made", database);
        database.getCollection(AuditKeyDocument.COLLECTION)
                .insertOne(new Document(AuditKeyDocument.generate("p1", made).fields()));

        // when, then
        assertThat(keys("made", database)).isNotNull();
        assertThatThrownBy(() -> keys("lost", database))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("kek-audit.json");
        assertThat(temporary.resolve("lost")).doesNotExist();
    }

    private KeyEncryptionKeys keys(String folder, MongoDatabase database) throws Exception {
        KeySettings settings = new KeySettings(temporary.resolve(folder), true, null, null);
        AwaitedDependency<KeyEncryptionKeys> opened = new KeysConfiguration().openedKeys(settings, database);
        opened.attempt();
        return opened.get();
    }
}
