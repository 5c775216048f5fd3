package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was written as H2 writes documents by itself, with all ids in a map of their own. */
class EarlierFileTest {
    private static final ObjectId OBJECT_ID = new ObjectId();
    private static final int OF_EACH_KIND = 200;

    @TempDir
    Path folder;

    @Test
    void shouldReadChangeAndRemoveWhatAnEarlierVersionWrote() {
        // given
        writeAsBefore();

        try (EmbeddedStore store = new EmbeddedStore(folder)) {
            store.start();
            try (MongoClient client = MongoClients.create(store.connectionString("test"))) {
                MongoCollection<Document> patients = client.getDatabase("test").getCollection("patients");

                // when
                patients.updateOne(eq("p7"), set("name", "new"));
                patients.deleteOne(eq("p8"));
                patients.deleteOne(eq(9));

                // then
                assertThat(patients.countDocuments()).isEqualTo(2 * OF_EACH_KIND + 1 - 2);
                assertThat(patients.find(eq("p7")).first()).containsEntry("name", "new");
                assertThat(patients.find(eq("p5")).first()).containsEntry("name", "old");
                assertThat(patients.find(eq(5)).first()).containsEntry("name", "old");
                assertThat(patients.find(eq(5.0)).first()).containsEntry("name", "old");
                assertThat(patients.find(eq(OBJECT_ID)).first()).containsEntry("name", "old");
                assertThat(patients.find(regex("_id", "^p19"))).hasSize(11);
                assertThatIdIsTaken(patients, "p6");
                assertThatIdIsTaken(patients, 6);
                assertThatIdIsTaken(patients, 6.0);
                assertThatIdIsTaken(patients, OBJECT_ID);
                patients.insertOne(new Document("_id", "p8"));
                patients.insertOne(new Document("_id", 9.0));
                assertThatIdIsTaken(patients, "p8");
                assertThatIdIsTaken(patients, 9);
            }
        }
    }

    private static void assertThatIdIsTaken(MongoCollection<Document> patients, Object id) {
        assertThatThrownBy(() -> patients.insertOne(new Document("_id", id)))
                .isInstanceOf(MongoWriteException.class)
                .hasMessageContaining("E11000");
    }

    private void writeAsBefore() {
        MongoServer before =
                new MongoServer(new H2Backend(folder.resolve("store.mv.db").toString()));
        try (MongoClient client = MongoClients.create("mongodb:/" + before.bind() + "/?retryWrites=false")) {
            MongoCollection<Document> patients = client.getDatabase("test").getCollection("patients");
            for (int i = 0; i < OF_EACH_KIND; i++) {
                patients.insertOne(new Document("_id", "p" + i).append("name", "old"));
                patients.insertOne(new Document("_id", i).append("name", "old"));
            }
            patients.insertOne(new Document("_id", OBJECT_ID).append("name", "old"));
        } finally {
            before.shutdownNow();
        }
    }
}
