package org.healthpassport.audit.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.Document;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.RebuildCommand;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DurableDatabaseTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @Test
    void shouldReadWhatWasWrittenWhateverTheConnectionPrefers() throws IOException {
        // given
        DurableDatabase store =
                new DurableDatabase(DATABASE.create().withReadPreference(ReadPreference.secondaryPreferred()));

        // when, then
        assertThat(store.<Object>in("some", some -> some.collection().getReadPreference()))
                .isEqualTo(ReadPreference.primary());
        assertThat(store.<Object>in("some", some -> some.collection().getReadConcern()))
                .isEqualTo(ReadConcern.MAJORITY);
    }

    @Test
    void shouldLetTheServerGiveUpBeforeTheClientDoes() throws IOException {
        // given
        List<BsonDocument> finds = new CopyOnWriteArrayList<>();
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(
                        DATABASE.connectionString(DATABASE.create().getName())))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommandName().equals("find")) {
                            finds.add(event.getCommand().clone());
                        }
                    }
                })
                .build();

        // when
        try (MongoClient client = MongoClients.create(settings)) {
            DurableDatabase store = new DurableDatabase(client.getDatabase("some"));
            new Generations(store).current();
            store.in("some", some -> some.find(new Document()).first());
        }

        // then
        assertThat(finds)
                .hasSize(2)
                .allSatisfy(find ->
                        assertThat(find.getNumber("maxTimeMS").longValue()).isBetween(1L, 9_999L));
    }

    @Test
    void shouldGiveUpRebuildWhenNobodyAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "mongodb://127.0.0.1:" + silent.getLocalPort() + "/audit";
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
            Assertions.assertTimeout(
                    Duration.ofSeconds(15),
                    () -> assertThat(new RebuildCommand(Map.of("MONGODB_URI", uri), nowhere, nowhere).run())
                            .isEqualTo(RebuildCommand.FAILED));
        }
    }
}
