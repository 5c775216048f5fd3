package org.healthpassport.embedded.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.healthpassport.embedded.store.DurableH2Backend;
import org.healthpassport.embedded.store.commit.GroupCommit;
import org.healthpassport.embedded.store.commit.StoreFile;
import org.healthpassport.embedded.store.login.StoreAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FreeSpaceGuardTest {
    private static final long MUCH = 10L << 30;
    private static final long TOO_LITTLE = FreeSpaceGuard.FLOOR_BYTES - 1;

    @TempDir
    Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(FreeSpaceGuard.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private volatile long usable = MUCH;
    private BallastFile ballast;
    private FreeSpaceGuard spaceGuard;

    @BeforeEach
    void begin() {
        ballast = new BallastFile(folder);
        spaceGuard = new FreeSpaceGuard(folder, () -> usable, ballast);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void end() {
        spaceGuard.close();
        logger.detachAppender(logged);
    }

    @Test
    void shouldRefuseWritesButNoReadsWhileThereIsNoRoom() {
        StoreFile file = StoreFile.open(folder.resolve("store").toString(), () -> true);
        MongoServer server = new MongoServer(
                new DurableH2Backend(file, new GroupCommit(file, failure -> {}), spaceGuard, StoreAccess.of(null)));
        String address = server.bindAndGetConnectionString();
        try (MongoClient client = MongoClients.create(address + "/?retryWrites=false")) {
            // given
            MongoCollection<Document> documents = client.getDatabase("test").getCollection("documents");
            documents.insertOne(new Document("_id", "acknowledged"));

            // when
            usable = TOO_LITTLE;
            spaceGuard.look();

            // then
            assertRefused(() -> documents.insertOne(new Document("_id", "refused")));
            assertRefused(() -> documents.updateOne(Filters.eq("acknowledged"), Updates.set("changed", true)));
            assertRefused(() -> documents.deleteOne(Filters.eq("acknowledged")));
            assertRefused(() -> documents.findOneAndUpdate(Filters.eq("acknowledged"), Updates.set("changed", true)));
            assertRefused(() -> documents.createIndex(Indexes.ascending("changed")));
            assertRefused(() -> documents
                    .aggregate(List.of(Aggregates.match(Filters.empty()), Aggregates.out("other")))
                    .toCollection());
            assertThat(documents.find()).containsExactly(new Document("_id", "acknowledged"));
            assertThat(documents.aggregate(List.of(Aggregates.match(Filters.empty()))))
                    .hasSize(1);
            assertThat(client.listDatabaseNames()).contains("test");

            // when there is room again
            usable = MUCH;
            spaceGuard.look();

            // then
            documents.insertOne(new Document("_id", "later"));
            assertThat(documents.countDocuments()).isEqualTo(2);
        } finally {
            server.shutdownNow();
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allMatch(line -> line.contains(folder.toString()));
    }

    @Test
    void shouldGiveUpWhatItKeptBackBeforeItRefuses() {
        // given
        spaceGuard.reserveBallast();
        assertThat(ballast.exists()).isTrue();
        assertThat(folder.resolve("kept-back.space")).hasSize(BallastFile.BYTES);

        // when
        usable = TOO_LITTLE;
        spaceGuard.look();

        // then: the disk has it again at the next look
        assertThat(ballast.exists()).isFalse();
        usable = TOO_LITTLE + BallastFile.BYTES;
        spaceGuard.look();
        assertThatCode(spaceGuard::requireSpace).doesNotThrowAnyException();
        assertThat(logged.list.get(0).getFormattedMessage()).contains("released its reserve of 32 MB");

        // when that is used up as well
        usable = TOO_LITTLE;
        spaceGuard.look();

        // then
        assertThatThrownBy(spaceGuard::requireSpace).isInstanceOf(OutOfDiskSpace.class);
    }

    @Test
    void shouldKeepNothingBackWhereThereIsLittle() throws Exception {
        // given
        usable = 8L * BallastFile.BYTES - 1;

        // when
        spaceGuard.reserveBallast();

        // then
        assertThat(ballast.exists()).isFalse();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldNotBeginWithoutRoom() {
        // given
        usable = TOO_LITTLE;

        // then
        assertThatThrownBy(spaceGuard::watch)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Expected 16 MB to be free for the embedded store in " + folder)
                .hasMessageContaining("make space");
    }

    private static void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        MongoException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(14_031));
    }
}
