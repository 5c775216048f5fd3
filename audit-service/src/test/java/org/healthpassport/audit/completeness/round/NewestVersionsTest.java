package org.healthpassport.audit.completeness.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.completeness.emitted.StoredHead;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.round.Joined.Pair;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewestVersionsTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final String NEWEST = "0000000001/command";

    private final List<String> named = new ArrayList<>();
    private MongoDatabase database;
    private NewestVersions versions;

    /** A round looks at two records. */
    @BeforeEach
    void begin() {
        database = DATABASE.create();
        DurableDatabase store = new DurableDatabase(database);
        LoggedFindings findings =
                new LoggedFindings(store, RoundsUnderTest.seal(new KeyedDigest(KeyedDigest.generateKey())));
        versions = new NewestVersions(new StoredHeads(store), new Noticed(new Named(), findings, Clock.systemUTC()), 2);
    }

    @Test
    void shouldLookAtAllRecordsInTurnAndThenBeginAnew() throws IOException {
        // given records without their versions, two of which came later
        for (String id : List.of("b", "c", "d", "e")) {
            record(id);
        }
        round("b", "c", "d", "e");
        assertThat(named).containsExactly("b", "c");
        record("a");

        // then
        round("a", "b", "c", "d", "e");
        assertThat(named).containsExactly("b", "c", "d", "e");
        round("a", "b", "c", "d", "e");
        round("a", "b", "c", "d", "e");
        assertThat(named).containsExactly("b", "c", "d", "e", "a");
    }

    @Test
    void shouldLookAtAllEachTimeIfThereAreFew() throws IOException {
        // given
        record("a");
        database.getCollection("recordVersions").insertOne(new Document("_id", "a/" + NEWEST));
        round("a");
        assertThat(named).isEmpty();

        // when
        database.getCollection("recordVersions").drop();
        round("a");

        // then
        assertThat(named).containsExactly("a");
    }

    private void record(String id) {
        database.getCollection("records")
                .insertOne(new Document("_id", id).append("last", 1L).append("newestVersion", NEWEST));
    }

    private void round(String... ids) throws IOException {
        versions.beginRound();
        for (String id : ids) {
            StoredHead head = new StoredHead(id, 1, true, Optional.empty(), NEWEST);
            versions.judge(new Generation(0), List.of(new Pair(id, head, null)));
        }
        versions.endRound();
    }

    /** Notes the records that findings are about. */
    private final class Named implements OwnEntries {
        @Override
        public void addAll(List<IdentifiedEntry> entries) {
            entries.forEach(entry -> AuditEntry.read(entry.entry())
                    .map(AuditEntry::finding)
                    .ifPresent(found -> named.add(((PutBack) found).aggregate())));
        }

        @Override
        public Waiting waiting(int atMost) {
            return Waiting.NONE;
        }

        @Override
        public void remove(Waiting logged) {
            throw new UnsupportedOperationException("Nothing waits here.");
        }
    }
}
