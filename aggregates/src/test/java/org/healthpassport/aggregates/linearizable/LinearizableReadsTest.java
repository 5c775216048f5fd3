package org.healthpassport.aggregates.linearizable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.time.Duration;
import org.healthpassport.aggregates.SentCommands;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class LinearizableReadsTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Server backend = new Server();
    private final MongoServer server = new MongoServer(backend);
    private final SentCommands commands = new SentCommands();
    private MongoClient client;
    private LinearizableReads reads;

    @BeforeEach
    void start() {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()))
                .addCommandListener(commands)
                .retryWrites(false)
                .build());
        ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(client, "test");
        mongo.insert(new org.bson.Document("_id", "a").append("value", 1), "any")
                .block(WITHIN);
        reads = new LinearizableReads(mongo);
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void shouldReadLinearizablyAndNotForLongerThanSomebodyWaits() {
        // when
        org.bson.Document found = reads.findById("a", "any").block(WITHIN);

        // then
        assertThat(found).containsEntry("value", 1);
        assertThat(reads.findById("b", "any").blockOptional(WITHIN)).isEmpty();
        assertThat(commands.of("find", "any")).hasSize(2).allSatisfy(find -> {
            assertThat(SentCommands.readConcern(find)).isEqualTo("linearizable");
            assertThat(find.getNumber("maxTimeMS").longValue()).isBetween(1L, 9_000L);
            assertThat(find.toJson()).doesNotContain("secondary");
        });
    }

    @Test
    void shouldFailAsADependencyThatIsAwayWhenThereIsNoMajority() {
        // given
        backend.refusal = new MongoServerError(50, "MaxTimeMSExpired", "operation exceeded time limit");

        // when, then
        assertThatThrownBy(() -> reads.findById("a", "any").block(WITHIN))
                .satisfies(failure -> assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.TRANSIENT));
    }

    @Test
    void shouldReadFromAServerAloneByMajority() {
        // given
        backend.refusal = new MongoServerError(
                123, "NotAReplicaSet", "node needs to be a replica set member to use read concern");

        // when
        org.bson.Document first = reads.findById("a", "any").block(WITHIN);
        org.bson.Document second = reads.findById("a", "any").block(WITHIN);

        // then
        assertThat(first).containsEntry("value", 1);
        assertThat(second).containsEntry("value", 1);
        assertThat(commands.of("find", "any"))
                .extracting(SentCommands::readConcern)
                .containsExactly("linearizable", "majority", "majority");
    }

    /** Refuses linearizable reads, as MongoDB does in states that need more than one process. */
    private static final class Server extends MemoryBackend {
        volatile MongoServerError refusal;

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            if (refusal != null
                    && query.get("readConcern") instanceof Document concern
                    && "linearizable".equals(concern.get("level"))) {
                throw refusal;
            }
            return super.handleCommand(channel, database, command, query);
        }
    }
}
