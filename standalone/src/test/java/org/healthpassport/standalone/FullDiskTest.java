package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staging, store and broker run out of space one after the other, in a process with a limited file size. */
class FullDiskTest {
    /** Kafka begins with files of 10 MB for the index of each partition. */
    private static final int LARGEST_FILE_KILOBYTES = 12 * 1024;

    private static final int TOO_MUCH = (LARGEST_FILE_KILOBYTES + 100) * 1024;
    private static final int SOME = 500_000;
    private static final int WRITES_AT_MOST = 100;
    private static final String FILLER = "filler";
    private static final int BROKER_HALTED = 74;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void shouldNameTheFullPartAndContinueWhenThereIsSpace() throws Exception {
        try (StandaloneProcess passport = StandaloneProcess.on(
                        data, Map.of("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD))
                .withLargestFile(LARGEST_FILE_KILOBYTES)
                .start()
                .awaitReady()) {
            // given
            ApiClient api = new ApiClient(passport.api());
            Patient patient = api.newPatient();
            byte[] content = Pdf.ofSize(10_000, 1);
            String document = upload(patient, content);

            // when staging is full
            HttpResponse<byte[]> refused = patient.upload("large.pdf", Pdf.ofSize(TOO_MUCH, 2), "LAB_REPORT");

            // then
            assertStorageFull(refused);
            assertNotReadyBecauseOf("staging", api, passport);
            assertThat(api.login("admin@localhost", ApiClient.PASSWORD)).isNotEmpty();

            // when the store is full
            fillStore(passport);

            // then
            assertStorageFull(api.postJson(
                    "/api/auth/login", Map.of("email", "admin@localhost", "password", ApiClient.PASSWORD)));
            assertStorageFull(patient.document(document));
            assertNotReadyBecauseOf("store", api, passport);

            // when the broker is full
            fillBroker(passport);

            // then
            assertThat(passport.awaitExit()).isEqualTo(BROKER_HALTED);
            assertThat(passport.output())
                    .filteredOn(line -> line.contains("The embedded store in "))
                    .singleElement()
                    .asString()
                    .contains(data.toString(), "File too large", "make space, then restart it");
            assertThat(passport.output())
                    .filteredOn(line -> line.contains("The Kafka broker in "))
                    .singleElement()
                    .asString()
                    .contains(data.toString(), "File too large", "make space, then start again");
            assertThat(passport.text()).doesNotContain("\tat ");

            // when there is space again
            passport.withoutLimits().start().awaitReady();

            // then
            patient.loginAgain();
            assertThat(patient.content(document).body()).isEqualTo(content);
            String later = upload(patient, Pdf.ofSize(TOO_MUCH, 3));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(patient.status(later)).isEqualTo("STORED"));
        }
    }

    private static String upload(Patient patient, byte[] content) throws Exception {
        HttpResponse<byte[]> taken = patient.upload("report.pdf", content, "LAB_REPORT");
        assertThat(taken.statusCode()).isEqualTo(202);
        return ApiClient.json(taken).get("documentId").asString();
    }

    private void assertStorageFull(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(body)
                .contains("urn:healthpassport:problem:storage-full", "full")
                .doesNotContain(data.toString());
        assertThat(answer.statusCode()).isEqualTo(507);
    }

    private void assertNotReadyBecauseOf(String part, ApiClient api, StandaloneProcess passport) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<byte[]> readiness = api.get(passport.api().resolve("/actuator/health/readiness"));
            assertThat(new String(readiness.body(), StandardCharsets.UTF_8))
                    .contains("\"" + part + "\":\"FULL\"")
                    .doesNotContain(data.toString());
            assertThat(readiness.statusCode()).isEqualTo(503);
        });
    }

    private static void fillStore(StandaloneProcess passport) {
        try (MongoClient client = MongoClients.create(passport.mongoDb())) {
            MongoCollection<Document> filler = client.getDatabase(FILLER).getCollection(FILLER);
            for (int i = 0; i < WRITES_AT_MOST; i++) {
                filler.insertOne(new Document("_id", i).append("bytes", new Binary(bytes(i))));
            }
        } catch (MongoException full) {
            assertThat(full.getCode()).isEqualTo(14_031);
        }
    }

    private static void fillBroker(StandaloneProcess passport) throws Exception {
        Map<String, Object> settings = passport.kafka();
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(FILLER, 1, (short) 1)))
                    .all()
                    .get();
        }
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            for (int i = 0; i < WRITES_AT_MOST; i++) {
                producer.send(new ProducerRecord<>(FILLER, bytes(i))).get(5, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException full) {
            // As expected.
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[SOME];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
