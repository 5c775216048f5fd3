package org.healthpassport.audit.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.healthpassport.audit.lease.MongoLeaseStore;
import org.healthpassport.audit.log.mongo.MongoCheckpointStore;
import org.healthpassport.audit.log.mongo.MongoLogStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DurableCollectionTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @Test
    void shouldReadWhatWasWrittenLastWhateverTheConnectionStringSays() {
        // given
        MongoDatabase database = DATABASE.create()
                .withReadPreference(ReadPreference.secondaryPreferred())
                .withReadConcern(ReadConcern.LOCAL);

        // when
        DurableCollection commands = new DurableCollection(database, "any");

        // then
        assertThat(commands.collection().getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(commands.collection().getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
    }

    @Test
    void shouldReadAndWriteDurablyWithEveryOtherCollectionToo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
                .withBean(
                        MongoClientSettingsBuilderCustomizer.class, () -> new MongoConfiguration().durableMongoClient())
                .withPropertyValues("spring.mongodb.uri=" + DATABASE.connectionString("audit")
                        + "&readPreference=secondaryPreferred&readConcernLevel=local&w=1&journal=false")
                .run(context -> {
                    MongoDatabase database = context.getBean(MongoClient.class).getDatabase("audit");

                    assertThat(database.getReadPreference()).isEqualTo(ReadPreference.primary());
                    assertThat(database.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
                    assertThat(database.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
                });
    }

    @Test
    void shouldLetNoSearchGoOnForLongerThanSomebodyWaitsForIt() throws Exception {
        // given
        List<BsonDocument> searches = new CopyOnWriteArrayList<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                if (event.getCommandName().equals("find")) {
                    searches.add(event.getCommand().clone());
                }
            }
        };
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(DATABASE.connectionString("audit")))
                .addCommandListener(listener)
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            MongoDatabase database = client.getDatabase("audit");

            // when
            new MongoLogStore(database).state();
            new MongoLogStore(database).positions(List.of("event"));
            new MongoCheckpointStore(database).published();
            new MongoCheckpointStore(database).largest();
            new MongoLeaseStore(database).read();
        }

        // then
        assertThat(searches)
                .hasSize(5)
                .allSatisfy(find ->
                        assertThat(find.getNumber("maxTimeMS").longValue()).isBetween(1L, 10_000L));
    }
}
