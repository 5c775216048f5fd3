package org.healthpassport.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.bson.types.Binary;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ViewKeyTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASES = new EmbeddedDatabase();

    @TempDir
    private Path folder;

    private final MongoDatabase database = DATABASES.create();
    private KeyEncryptionKeys keks;

    @BeforeEach
    void open() {
        keks = KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.AUDIT), purpose -> false);
    }

    @Test
    void shouldBeTheSameForAllInstances() throws Exception {
        assertThat(sample(key())).isEqualTo(sample(key()));
    }

    @Test
    void shouldBeAnotherOneAfterItWasChangedOrLost() throws Exception {
        // given
        ViewKey first = key();
        String before = sample(first);

        // when, then
        database.getCollection("auditViewKey")
                .updateOne(Filters.eq("key"), Updates.set("sealed", new Binary(new byte[60])));
        String second = sample(key());
        assertThat(second).isNotEqualTo(before).isEqualTo(sample(key()));
        database.getCollection("auditViewKey").drop();
        assertThat(sample(key())).isNotEqualTo(second);
        assertThat(sample(first)).isEqualTo(before);
    }

    private static String sample(ViewKey key) throws IOException {
        return key.digest().index("sample");
    }

    private ViewKey key() {
        return new ViewKey(database, new AuditKeys(database, keks, Ticker.systemTicker()));
    }
}
