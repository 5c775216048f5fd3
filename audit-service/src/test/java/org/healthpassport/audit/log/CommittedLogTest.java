package org.healthpassport.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TileId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommittedLogTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private MongoDatabase database;
    private TestLog log;

    @BeforeEach
    void open() throws Exception {
        database = DATABASE.create();
        log = new TestLog(database);
    }

    @Test
    void shouldBeEmptyBeforeAnybodyWrites() throws Exception {
        assertThat(log.committed.size()).isZero();
        assertThat(log.committed.checkpoint()).isEmpty();
        assertThat(log.committed.find(new TileId(0, 0, 1))).isEmpty();
    }

    @Test
    void shouldServeThePartialFilesOfEverySize() throws Exception {
        // given
        log.takeOver().fill(70_000).publish();
        List<IdentifiedEntry> entries = TestLog.entries(0, 70_000);

        for (int size : new int[] {1, 255, 256, 257, 1000, 65_535, 65_536, 65_800, 69_999, 70_000}) {
            // when
            LogEdge edge = LogEdge.EMPTY
                    .append(entries.subList(0, size).stream()
                            .map(IdentifiedEntry::entry)
                            .toList())
                    .edge();

            // then
            for (Tile tile : edge.tree().partialTiles()) {
                assertThat(log.committed.find(tile.id())).hasValue(tile.bytes());
            }
            if (edge.partialBundle().isPresent()) {
                EntryBundle bundle = edge.partialBundle().get();
                assertThat(log.committed.find(bundle.id())).hasValue(bundle.bytes());
            }
        }
        log.verify();
    }

    @Test
    void shouldServeNothingThatIsNotSigned() throws Exception {
        // given
        log.takeOver().grow(300).publish().grow(600);

        // then
        assertThat(log.committed.size()).isEqualTo(600);
        assertThat(log.committed.find(new TileId(0, 1, 44))).isPresent();
        assertThat(Stream.of(new TileId(0, 1, 45), new TileId(0, 1, 256), new TileId(1, 0, 2), new BundleId(1, 45)))
                .allSatisfy(file ->
                        assertThat(log.committed.find(file)).as(file.path()).isEmpty());
        assertThat(log.committed.committed().find(new BundleId(1, 256))).isPresent();
    }

    @Test
    void shouldReadEntriesOfAnyRange() throws Exception {
        // given
        log.takeOver().grow(600);
        LogView view = log.committed.committed();

        // then
        assertThat(view.entries(250, 520))
                .containsExactlyElementsOf(TestLog.entries(250, 520).stream()
                        .map(IdentifiedEntry::entry)
                        .toList());
        assertThat(view.entry(599)).isEqualTo(TestLog.entry(599).entry());
        assertThat(view.entries(600, 600)).isEmpty();
        assertThatThrownBy(() -> view.entry(600)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.bundle(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldGiveWhatProofsAreMadeFrom() throws Exception {
        // given
        log.takeOver().fill(300);
        Hash oldRoot = log.state().root();
        log.fill(66_000);
        LogView view = log.view();

        // when
        MerkleTree tree = new MerkleTree(view.size(), view.tiles());

        // then
        assertThat(tree.consistencyFrom(300).proves(oldRoot, log.state().root()))
                .isTrue();
        assertThat(tree.inclusion(65_999)
                        .proves(
                                TestLog.entry(65_999).entry().leafHash(),
                                log.state().root()))
                .isTrue();
    }

    @Test
    void shouldServeNoFileThatWasChangedInTheStore() throws Exception {
        // given
        log.takeOver().grow(256 * 3).publish();
        for (Document object : database.getCollection("auditObjects").find()) {
            byte[] bytes = object.get("bytes", Binary.class).getData();
            bytes[bytes.length - 1] ^= 1;
            database.getCollection("auditObjects")
                    .updateOne(Filters.eq(object.getString("_id")), Updates.set("bytes", new Binary(bytes)));
        }
        TestLog reader = new TestLog(database);

        // then
        assertThatThrownBy(() -> reader.committed.find(new TileId(0, 1, 256))).isInstanceOf(DamagedLogFile.class);
        assertThatThrownBy(() -> reader.committed.find(new BundleId(1, 20))).isInstanceOf(DamagedLogFile.class);
    }

    @Test
    void shouldSeeWhatOtherInstancesCommitWithinATenthOfASecond() throws Exception {
        // given
        TestLog reader = new TestLog(database);
        long[] now = {0};
        CommittedLog committed = new CommittedLog(reader.store, reader.checkpoints, reader.files, () -> now[0]);
        assertThat(committed.size()).isZero();

        // when
        log.takeOver().grow(10);

        // then
        now[0] = 99_999_999;
        assertThat(committed.size()).isZero();
        now[0] = 100_000_000;
        assertThat(committed.size()).isEqualTo(10);
    }

    @Test
    void shouldSayThatItCannotTellWhenTheStoreHasSomethingElse() {
        // given
        database.getCollection("auditLog").insertOne(new Document("_id", "log").append("epoch", 1L));

        // then
        assertThatThrownBy(log.committed::size).isInstanceOf(IOException.class);
    }
}
