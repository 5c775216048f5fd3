package org.healthpassport.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AuditKeysTest {
    @RegisterExtension
    static final EmbeddedDatabase databases = new EmbeddedDatabase();

    @TempDir
    private Path folder;

    @Test
    void shouldForgetDestroyedKeysWithinAMinuteHoweverOftenTheyAreUsed() throws Exception {
        // given
        MongoDatabase database = databases.create();
        KeyEncryptionKeys keks = KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.AUDIT), purpose -> false);
        AtomicLong now = new AtomicLong();
        AuditKeys keys = new AuditKeys(database, keks, now::get);
        AuditKeyDocument stored = AuditKeyDocument.generate("patient", keks);
        database.getCollection(AuditKeyDocument.COLLECTION).insertOne(new Document(stored.fields()));
        assertThat(keys.ofSubject("patient")).isPresent();
        assertThat(keys.ofPseudonym(stored.pseudonym())).isPresent();
        database.getCollection(AuditKeyDocument.COLLECTION).deleteOne(Filters.eq("patient"));

        // when
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        keys.ofSubject("patient");
        keys.ofPseudonym(stored.pseudonym());
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        // then
        assertThat(keys.ofSubject("patient")).isEmpty();
        assertThat(keys.ofPseudonym(stored.pseudonym())).isEmpty();
    }
}
