package org.healthpassport.audit.log.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.StoredFile;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.LogEdge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoLogStoreTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final Hash LEAF = Hash.leaf(new byte[] {1});
    private static final Hash OTHER_LEAF = Hash.leaf(new byte[] {2});
    private static final LogState FIRST = new LogState(1, LogEdge.EMPTY, Map.of());

    private MongoDatabase database;
    private MongoLogStore store;

    @BeforeEach
    void open() throws Exception {
        database = DATABASE.create();
        store = new MongoLogStore(database);
        store.prepare();
    }

    @Test
    void shouldBeginEmpty() throws Exception {
        assertThat(store.state()).isEqualTo(LogState.EMPTY);
    }

    @Test
    void shouldCommitAState() throws Exception {
        // given
        LogState grown = new LogState(
                1,
                LogEdge.EMPTY
                        .append(TestLog.entries(0, 300).stream()
                                .map(IdentifiedEntry::entry)
                                .toList())
                        .edge(),
                Map.of(TestLog.SOURCE, 300L));

        // when
        boolean first = store.replace(LogState.EMPTY, FIRST);
        boolean second = store.replace(FIRST, grown);

        // then
        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(new MongoLogStore(database).state()).isEqualTo(grown);
    }

    @Test
    void shouldRefuseToCommitWhenAnotherWriterHasTakenOverOrTheSizeIsAnother() throws Exception {
        // given
        store.replace(LogState.EMPTY, FIRST);
        LogEdge one = LogEdge.EMPTY.append(List.of(TestLog.entry(0).entry())).edge();

        // then
        assertThat(store.replace(LogState.EMPTY, FIRST)).isFalse();
        assertThat(store.replace(new LogState(2, LogEdge.EMPTY, Map.of()), FIRST))
                .isFalse();
        assertThat(store.replace(new LogState(1, one, Map.of()), FIRST)).isFalse();
        assertThat(store.state()).isEqualTo(FIRST);
    }

    @Test
    void shouldLetOneOfManyWritersCommit() throws Exception {
        // given
        store.replace(LogState.EMPTY, FIRST);
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int epoch = 2; epoch < 34; epoch++) {
            LogState mine = new LogState(epoch, LogEdge.EMPTY, Map.of());
            attempts.add(() -> store.replace(FIRST, mine));
        }

        // when
        List<Boolean> committed = new ArrayList<>();
        try {
            for (Future<Boolean> attempt : writers.invokeAll(attempts)) {
                committed.add(attempt.get());
            }
        } finally {
            writers.shutdownNow();
        }

        // then
        assertThat(committed).containsOnlyOnce(true);
    }

    @Test
    void shouldKeepTheFirstFileUnderAKey() throws Exception {
        // given
        BundleId id = new BundleId(7, 256);
        store.addFiles(List.of(new StoredFile(id, LEAF, new byte[] {1})));

        // when
        store.addFiles(
                List.of(new StoredFile(id, LEAF, new byte[] {2}), new StoredFile(id, OTHER_LEAF, new byte[] {3})));

        // then
        assertThat(store.file(id, LEAF)).hasValue(new byte[] {1});
        assertThat(store.file(id, OTHER_LEAF)).hasValue(new byte[] {3});
        assertThat(store.file(new BundleId(8, 256), LEAF)).isEmpty();
    }

    @Test
    void shouldKeepPositionsOfAllWritersSideBySide() throws Exception {
        // given
        EntryPosition winner = new EntryPosition("e1", 5, LEAF);
        EntryPosition loser = new EntryPosition("e1", 9, LEAF);
        EntryPosition sameIndex = new EntryPosition("e2", 5, OTHER_LEAF);

        // when
        store.addPositions(List.of(winner, sameIndex));
        store.addPositions(List.of(loser, winner));

        // then
        assertThat(store.positions(List.of("e1"))).containsExactlyInAnyOrder(winner, loser);
        assertThat(store.positions(List.of("e0", "e1", "e2", "e3")))
                .containsExactlyInAnyOrder(winner, loser, sameIndex);
        assertThat(store.positions(List.of("e3"))).isEmpty();
    }
}
