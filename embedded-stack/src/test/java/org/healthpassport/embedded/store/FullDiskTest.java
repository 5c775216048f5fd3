package org.healthpassport.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.embedded.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final int LARGEST_FILE_KILOBYTES = 2 * 1024;
    private static final int OUT_OF_DISK_SPACE = 14_031;

    @TempDir
    Path folder;

    @Test
    void shouldAnswerThatTheDiskIsFullAndKeepWhatWasAcknowledged() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        try (ChildProcess store =
                        ChildProcess.startWithLargestFile(LARGEST_FILE_KILOBYTES, StoreProcess.class, folder);
                MongoClient client = MongoClients.create(store.firstLine())) {
            MongoCollection<Document> documents = documents(client);

            // when
            MongoException full = catchThrowableOfType(MongoException.class, () -> {
                while (acknowledged.get() < 1_000) {
                    documents.insertOne(document(acknowledged.get()));
                    acknowledged.incrementAndGet();
                }
            });

            // then
            assertThat(full).isNotNull();
            assertThat(full.getCode()).isEqualTo(OUT_OF_DISK_SPACE);
            assertThatThrownBy(() -> documents.find().first())
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            closed -> assertThat(closed.getCode()).isEqualTo(OUT_OF_DISK_SPACE));
            assertTold(store.firstLine());
            List<String> output = store.askToEnd();
            assertThat(output)
                    .singleElement()
                    .asString()
                    .contains(folder.toString(), "File too large", "make space, then restart it");
        }

        // when there is room again
        try (ChildProcess store = ChildProcess.start(StoreProcess.class, folder);
                MongoClient client = MongoClients.create(store.firstLine())) {
            MongoCollection<Document> documents = documents(client);

            // then
            assertThat(acknowledged).hasPositiveValue();
            assertThat(documents.countDocuments()).isEqualTo(acknowledged.get());
            documents.insertOne(document(acknowledged.get()));
        }
    }

    /** Also a client that comes later, or that looks again whether the store is there, learns what is wrong. */
    private static void assertTold(String connectionString) {
        try (MongoClient later = MongoClients.create(connectionString + "&serverSelectionTimeoutMS=2000")) {
            assertThatThrownBy(() -> documents(later).find().first())
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            closed -> assertThat(closed.getCode()).isEqualTo(OUT_OF_DISK_SPACE));
        }
    }

    private static MongoCollection<Document> documents(MongoClient client) {
        return client.getDatabase("test").getCollection("documents");
    }

    private static Document document(int number) {
        byte[] bytes = new byte[10_000];
        new SplittableRandom(number).nextBytes(bytes);
        return new Document("_id", number).append("bytes", new Binary(bytes));
    }
}
