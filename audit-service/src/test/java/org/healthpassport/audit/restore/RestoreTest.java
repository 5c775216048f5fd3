package org.healthpassport.audit.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.AuditApplication;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.auditor.TestIssuer;
import org.healthpassport.audit.completeness.round.HeadRounds;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.standing.AccountStanding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** The whole service, with a broker and a store that is put back to an earlier time. */
@Timeout(300)
class RestoreTest {
    private static final String PUBLIC_URL = "https://passport.test";
    private static final String REASON = "--HEALTHPASSPORT_RESTORE_REASON=Disk failure; backup of 2026-11-29";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private EmbeddedStore store;
    private EmbeddedBroker broker;
    private TestIssuer issuer;
    private MongoClient client;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
        store.start();
        client = MongoClients.create(store.connectionString("audit"));
        broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")));
        broker.start();
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()))) {
            admin.createTopics(Stream.of(Topics.values())
                            .map(topic -> new NewTopic(topic.topicName(), Optional.of(2), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        }
        EventKeys.openOrCreate(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE, () -> false);
        issuer = TestIssuer.start(PUBLIC_URL);
    }

    @AfterEach
    void stop() throws Exception {
        issuer.close();
        client.close();
        broker.close();
        store.close();
    }

    @Test
    void shouldContinueTheLogAfterALawfulRestore() throws Exception {
        // given: a backup, and entries that were signed after it
        String oldKey;
        try (Running service = service()) {
            send(300);
            service.awaitSigned("", 300);
            oldKey = service.get("/audit-log/vkey").body().strip();
            assertThat(service.get("/audit-log/closed").statusCode()).isEqualTo(404);
        }
        Map<String, List<Document>> backup = save();
        Path since = folder.resolve("since");
        try (Running service = service()) {
            service.bean(OwnEntries.class).add(SampleEntries.own("lost").identified());
            service.awaitSigned("", 301);
            send(50);
            service.awaitSigned("", 351);
            Files.writeString(since, service.get("/audit-log/checkpoint").body());
        }
        putBack(backup);

        // when: nobody has said that this was lawful
        try (Running service = service()) {
            await().atMost(PATIENCE).until(service.bean(CheckpointSigner.class)::isStopped);
            await().atMost(PATIENCE)
                    .until(() -> service.get("/actuator/health/readiness").statusCode() == 503);
        }

        // when: the operator says so
        try (Running service = service(REASON)) {
            // then: the old log is closed
            assertThat(service.get("/audit-log/closed").body())
                    .startsWith("health-passport/log-closed@v1\nlog " + oldKey + "\n")
                    .contains("\nreason Disk failure; backup of 2026-11-29\n");
            assertThat(service.get("/audit-log/checkpoint").body()).startsWith("localhost/audit-log\n300\n");
            assertThat(service.get("/audit-log/vkey").body()).isEqualTo(oldKey + "\n");
            assertThat(service.get("/audit-log/tile/0/000").statusCode()).isEqualTo(200);
            assertThat(service.get("/audit-log/2/closed").statusCode()).isEqualTo(404);
            assertThat(service.get("/audit-log/1/vkey").statusCode()).isEqualTo(404);
            assertThat(service.get("/audit-log/2/tile/entries/000").statusCode())
                    .isEqualTo(401);

            // and what Kafka has since is in the new one, once
            send(10);
            service.awaitSigned("/2", 361);
            service.requireEachOnce(361);
            service.requireVerified(oldKey, since);
            service.requireAnswersOfLogTwo();
            assertThat(service.bean(HeadRounds.class).last().orElseThrow().restoredAt())
                    .isPresent();
        }

        // when: it starts with the setting again, and without
        try (Running service = service(REASON)) {
            send(5);
            service.awaitSigned("/2", 366);
            assertThat(service.get("/audit-log/3/checkpoint").statusCode()).isEqualTo(404);
        }
        try (Running service = service()) {
            service.requireVerified(oldKey, since);
        }
        try (Stream<Path> keys = Files.list(folder.resolve("keys"))) {
            assertThat(keys.map(key -> key.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("audit-log-key"))
                    .containsExactly("audit-log-key-2");
        }
    }

    private Running service(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--healthpassport.public-url=" + PUBLIC_URL,
                "--healthpassport.audit.jwks-url=" + issuer.jwksUrl(),
                "--healthpassport.audit.projection.pause=20ms",
                "--healthpassport.audit.take-over-after=500ms",
                "--healthpassport.keys.folder=" + folder.resolve("keys"),
                "--healthpassport.keys.create-missing=true",
                "--healthpassport.witness.folder=" + folder.resolve("witness"),
                "--spring.mongodb.uri=" + store.connectionString("audit"),
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()));
        settings.addAll(List.of(more));
        return new Running(
                AuditApplication.builder()
                        // The event loops of all would end with the first application of this JVM that is closed.
                        .initializers(context -> ((GenericApplicationContext) context)
                                .registerBean("ownLoops", ReactorResourceFactory.class, RestoreTest::ownLoops))
                        .run(settings.toArray(String[]::new)),
                issuer,
                folder);
    }

    private static ReactorResourceFactory ownLoops() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    /** Sends records that are no events; each becomes an entry that says so. */
    private void send(int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                byte[] value = ("record " + sent++).getBytes(UTF_8);
                producer.send(new ProducerRecord<>(Topics.ACCESS.topicName(), sent % 2, null, value));
            }
            producer.flush();
        }
    }

    private Map<String, List<Document>> save() throws IOException {
        return new RestoredLog(database(), folder.resolve("unused")).save();
    }

    private void putBack(Map<String, List<Document>> saved) throws IOException {
        new RestoredLog(database(), folder.resolve("unused")).putBack(saved);
    }

    private MongoDatabase database() {
        return client.getDatabase("audit");
    }

    /** A running service. */
    private record Running(ConfigurableApplicationContext application, TestIssuer issuer, Path folder)
            implements AutoCloseable {
        <T> T bean(Class<T> type) {
            return application.getBean(type);
        }

        HttpResponse<String> get(String path) throws Exception {
            return ask(HttpRequest.newBuilder(uri(path)));
        }

        HttpResponse<String> getAsAuditor(String path) throws Exception {
            return ask(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token()));
        }

        private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        }

        private URI uri(String path) {
            return URI.create(
                    "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port") + path);
        }

        private String token() {
            AccountStanding standing =
                    new AccountStanding("AUDITOR", AccountStanding.Status.ACTIVE, Instant.EPOCH, null);
            byte[] sealed = standing.seal("auditor", 1, bean(KeyEncryptionKeys.class));
            bean(MongoDatabase.class)
                    .getCollection(AccountStanding.COLLECTION)
                    .replaceOne(
                            Filters.eq("auditor"),
                            new Document("_id", "auditor")
                                    .append(AccountStanding.VERSION, 1L)
                                    .append(AccountStanding.FIELD, new Binary(sealed)),
                            new ReplaceOptions().upsert(true));
            return issuer.token("auditor", "AUDITOR");
        }

        void awaitSigned(String log, long size) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> checkpoint = get("/audit-log" + log + "/checkpoint");
                assertThat(checkpoint.statusCode()).isEqualTo(200);
                assertThat(Long.parseLong(checkpoint.body().split("\n")[1])).isGreaterThanOrEqualTo(size);
            });
        }

        void requireEachOnce(int entries) throws IOException {
            LogView log = bean(CommittedLog.class).committed();
            assertThat(log.entries(0, entries).stream()
                            .map(entry -> AuditEntry.parse(entry).eventId())
                            .toList())
                    .doesNotHaveDuplicates();
        }

        void requireVerified(String oldKey, Path since) throws IOException {
            Path token = Files.writeString(folder.resolve("token"), token());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int code = new VerifyCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                    .run(
                            "--log",
                            uri("/audit-log").toString(),
                            "--vkey",
                            oldKey,
                            "--since",
                            since.toString(),
                            "--token-file",
                            token.toString());
            assertThat(code).as(out.toString(UTF_8) + err.toString(UTF_8)).isEqualTo(VerifyCommand.RESTORED);
            assertThat(out.toString(UTF_8))
                    .contains("GOOD: localhost/audit-log, size 300")
                    .contains("RESTORED: the older checkpoint has 351 entries, of which 300 are kept")
                    .contains("GOOD: localhost/audit-log/2, size ");
        }

        void requireAnswersOfLogTwo() throws Exception {
            Generations generations = bean(Generations.class);
            await().atMost(PATIENCE).until(() -> generations.position(generations.current()) >= 361);
            assertThat(getAsAuditor("/api/audit/entries?type=LOG_CONTINUED").body())
                    .contains("\"index\":0", "\"log\":2");
            assertThat(getAsAuditor("/api/audit/proofs/inclusion?index=0").body())
                    .contains("\"log\":2");
            assertThat(getAsAuditor("/api/audit/proofs/inclusion?index=0&log=1").statusCode())
                    .isEqualTo(410);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(getAsAuditor("/api/audit/reports/completeness")
                                    .body())
                            .contains("\"restore\":{\"time\":", "\"findings\":[]"));
        }

        @Override
        public void close() {
            application.close();
        }
    }
}
