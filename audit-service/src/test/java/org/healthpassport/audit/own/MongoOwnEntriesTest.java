package org.healthpassport.audit.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.OwnEntryRefused;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.own.OwnEntries.Waiting;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MongoOwnEntriesTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final Clock CLOCK = Clock.fixed(SampleEntries.TIME, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final MongoDatabase database = DATABASE.create();
    private final MongoCollection<Document> rows = database.getCollection("auditOwnEntries");
    private MongoOwnEntries queue;

    @BeforeEach
    void open() {
        queue = queue(100);
    }

    @Test
    void shouldGiveWhatWasAddedToAnyInstanceUntilItIsRemoved() throws Exception {
        // given
        IdentifiedEntry first = SampleEntries.own("first").identified();
        IdentifiedEntry second = SampleEntries.own("second").identified();
        queue.add(first);
        queue.add(second);
        queue.add(first);

        // when
        Waiting waiting = queue(100).waiting(10);

        // then
        assertThat(waiting.entries()).containsExactlyInAnyOrder(first, second);
        assertThat(queue.waiting(1).entries()).hasSize(1);
        queue.remove(waiting);
        assertThat(queue.waiting(10)).isEqualTo(Waiting.NONE);
    }

    @Test
    void shouldNotShowTheDatabaseWhatWaits() throws Exception {
        // when
        queue.add(SampleEntries.own("first").identified());

        // then
        assertThat(new String(sealed("first"), StandardCharsets.ISO_8859_1)).doesNotContain("AUDITOR");
    }

    @Test
    void shouldRefuseWhatDoesNotComeFromThisService() throws Exception {
        // given
        byte[] forged = SampleEntries.own("forged").toEntry().bytes();
        queue.add(SampleEntries.own("genuine").identified());
        queue.add(SampleEntries.own("moved").identified());
        queue.add(SampleEntries.own("changed").identified());
        queue.add(SampleEntries.by("somebody").identified());
        queue.add(TestLog.entry("unreadable"));
        queue.add(new IdentifiedEntry("another", SampleEntries.own("an id").toEntry()));
        byte[] moved = sealed("moved");
        byte[] changed = sealed("changed");
        changed[20] ^= 1;
        rows.updateOne(Filters.eq("changed"), Updates.set("sealed", new Binary(changed)));
        rows.deleteOne(Filters.eq("moved"));
        rows.insertMany(List.of(
                new Document("_id", "forged").append("sealed", new Binary(forged)),
                new Document("_id", "to here").append("sealed", new Binary(moved)),
                new Document("_id", "nothing"),
                new Document("_id", "a text").append("sealed", "text"),
                new Document("_id", 5).append("sealed", new Binary(forged)),
                new Document("_id", "x".repeat(5000)).append("sealed", new Binary(new byte[100_000]))));

        // when
        Waiting waiting = queue.waiting(100);

        // then
        assertThat(waiting.entries()).hasSize(11);
        List<AuditEntry> entries = waiting.entries().stream()
                .map(IdentifiedEntry::entry)
                .map(AuditEntry::parse)
                .toList();
        assertThat(entries).filteredOn(entry -> entry.finding() == null).containsExactly(SampleEntries.own("genuine"));
        assertThat(entries)
                .filteredOn(entry -> entry.finding() != null)
                .extracting(AuditEntry::finding)
                .contains(
                        new OwnEntryRefused("forged", sha256(forged)),
                        new OwnEntryRefused("", sha256(moved)),
                        new OwnEntryRefused("changed", sha256(changed)),
                        new OwnEntryRefused("nothing", sha256(new byte[0])),
                        new OwnEntryRefused("5", sha256(forged)),
                        new OwnEntryRefused("", sha256(new byte[100_000])));
        queue.remove(waiting);
        assertThat(rows.countDocuments()).isZero();
    }

    @Test
    void shouldKeepNobodyWaitingWhenTheKeysOfThisServiceWereChanged() throws Exception {
        // given
        queue.add(SampleEntries.own("first").identified());
        database.getCollection("auditKeys").updateOne(Filters.eq("service"), Updates.set("pseudonym", "another"));

        // when
        MongoOwnEntries restarted = queue(100);

        // then
        assertThat(restarted.waiting(10)).isEqualTo(Waiting.NONE);
        assertThat(rows.countDocuments()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoMoreThanThereIsRoomFor() throws Exception {
        // given
        MongoOwnEntries small = queue(2);
        small.add(SampleEntries.own("first").identified());
        small.add(SampleEntries.own("second").identified());
        IdentifiedEntry third = SampleEntries.own("third").identified();

        // when, then
        assertThatThrownBy(() -> small.add(third)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> queue(2).add(third)).isInstanceOf(IOException.class);
        small.remove(small.waiting(10));
        await().ignoreExceptions().until(() -> {
            small.add(third);
            return true;
        });
        assertThat(small.waiting(10).entries()).containsExactly(third);
    }

    private MongoOwnEntries queue(int room) {
        AuditKeys keys = new AuditKeys(
                database,
                KeyFolder.openOrCreate(folder, Set.of(KeyPurpose.AUDIT), purpose -> false),
                Ticker.systemTicker());
        return new MongoOwnEntries(database, keys, CLOCK, room);
    }

    private byte[] sealed(String id) {
        return rows.find(Filters.eq(id)).first().get("sealed", Binary.class).getData();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return Sha256.hexOf(bytes);
    }
}
