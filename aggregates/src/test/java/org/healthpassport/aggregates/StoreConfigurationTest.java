package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.Document;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoReactiveAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class StoreConfigurationTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final String WEAKER = "&readPreference=secondaryPreferred&readConcernLevel=local&w=1&journal=false";

    @TempDir
    Path folder;

    @Test
    void shouldReadAndWriteDurablyWhateverTheConnectionStringSays() {
        SentCommands commands = new SentCommands();
        try (EmbeddedStore store = new EmbeddedStore(folder)) {
            store.start();
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            MongoReactiveAutoConfiguration.class, DataMongoReactiveAutoConfiguration.class))
                    .withUserConfiguration(StoreConfiguration.class)
                    .withBean(
                            "listening",
                            MongoClientSettingsBuilderCustomizer.class,
                            () -> settings -> settings.addCommandListener(commands))
                    .withPropertyValues("spring.mongodb.uri=" + store.connectionString("test") + WEAKER)
                    .run(context -> {
                        // when
                        ReactiveMongoTemplate mongo = context.getBean(ReactiveMongoTemplate.class);
                        mongo.insert(new Document("_id", "a"), "any").block(WITHIN);
                        mongo.findById("a", Document.class, "any").block(WITHIN);
                        mongo.exists(query(where("_id").is("b")), "any").block(WITHIN);
                        mongo.count(query(where("_id").is("a")), "any").block(WITHIN);

                        // then
                        MongoDatabase database =
                                context.getBean(MongoClient.class).getDatabase("test");
                        assertThat(database.getReadPreference()).isEqualTo(ReadPreference.primary());
                        assertThat(database.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
                        assertThat(database.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
                    });
        }
        assertThat(commands.of("find", "any")).hasSize(2).allSatisfy(StoreConfigurationTest::assertMajority);
        assertThat(commands.of("aggregate", "any")).singleElement().satisfies(StoreConfigurationTest::assertMajority);
        assertThat(commands.of("insert", "any"))
                .singleElement()
                .satisfies(insert -> assertThat(insert.getDocument("writeConcern"))
                        .isEqualTo(BsonDocument.parse("{w: 'majority', j: true}")));
    }

    private static void assertMajority(BsonDocument command) {
        assertThat(SentCommands.readConcern(command)).isEqualTo("majority");
        // Without a read preference, the primary is read.
        assertThat(command.toJson()).doesNotContain("secondary");
    }
}
