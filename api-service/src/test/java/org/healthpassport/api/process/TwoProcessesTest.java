package org.healthpassport.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.ApiUnderTest.PASSWORD;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.conversions.Bson;
import org.healthpassport.aggregates.outbox.OutboxFields;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.process.InstanceClient.Answer;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Two processes of the service that start at the same time on an empty store. The last test kills one of them, as
 * starting another takes longer than all tests.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("exhaustive")
class TwoProcessesTest {
    private static final int CLIENTS = 8;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static EmbeddedStore store;
    private static EmbeddedBroker broker;
    private static ChildInstance one;
    private static ChildInstance other;
    private static ExecutorService clients;

    @BeforeAll
    static void start() throws IOException {
        store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
        store.start();
        broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")));
        broker.start();
        clients = Executors.newFixedThreadPool(CLIENTS);
        CompletableFuture<ChildInstance> first = CompletableFuture.supplyAsync(TwoProcessesTest::startOne, clients);
        CompletableFuture<ChildInstance> second = CompletableFuture.supplyAsync(TwoProcessesTest::startOne, clients);
        one = first.join();
        other = second.join();
    }

    private static ChildInstance startOne() {
        try {
            return ChildInstance.start(ApiUnderTest.arguments(
                    folder,
                    store.connectionString("healthpassport"),
                    broker,
                    Map.of("server.netty.idle-timeout", WITHIN.toSeconds() + "s")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        clients.shutdownNow();
        one.close();
        other.close();
        broker.close();
        store.close();
    }

    @Test
    void shouldLetExactlyOneOfManyAmendmentsOfAVersionWin() throws Exception {
        // given
        Patient patient = newPatient();
        String record =
                patient.client().keep(patient.records(), "First").expect(201).location();
        for (int version = 1; version <= 5; version++) {
            int seen = version;

            // when
            List<Answer> answers = atOnce(i -> patient.at(i).amend(record, seen, substance(seen, i)));

            // then
            List<Integer> winners = IntStream.range(0, CLIENTS)
                    .filter(i -> answers.get(i).status() == 200)
                    .boxed()
                    .toList();
            assertThat(winners).hasSize(1);
            assertThat(answers).extracting(Answer::status).containsOnly(200, 412);
            for (ChildInstance instance : List.of(one, other)) {
                Answer read = patient.client().at(instance.port()).get(record).expect(200);
                assertThat(read.version()).isEqualTo(seen + 1);
                assertThat(new String(read.body())).contains(substance(seen, winners.get(0)));
            }
        }
    }

    @Test
    void shouldLoseNoUpdateOfClientsThatTryAgain() throws Exception {
        // given
        Patient patient = newPatient();
        String record =
                patient.client().keep(patient.records(), "Start").expect(201).location();

        // when each adds its own letter to what it has read
        atOnce(i -> {
            Answer written;
            do {
                Answer read = patient.at(i).get(record).expect(200);
                written = patient.at(i).amend(record, read.version(), text(read) + (char) ('a' + i));
            } while (written.status() == 412);
            return written.expect(200);
        });

        // then
        Answer last = patient.client().at(other.port()).get(record).expect(200);
        assertThat(last.version()).isEqualTo(1 + CLIENTS);
        assertThat(text(last).substring("Start".length()).chars().sorted().toArray())
                .isEqualTo(IntStream.range('a', 'a' + CLIENTS).toArray());
    }

    @Test
    void shouldRegisterAnEmailAddressOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            // given
            String email = UUID.randomUUID() + "@example.org";

            // when
            List<Answer> answers = atOnce(i -> {
                Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(email));
                registration.put("password", PASSWORD + i);
                return anybody(i).register(registration);
            });

            // then
            List<Integer> winners = IntStream.range(0, CLIENTS)
                    .filter(i -> answers.get(i).status() == 201)
                    .boxed()
                    .toList();
            assertThat(winners).hasSize(1);
            assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
            String accountId =
                    answers.get(winners.get(0)).json().get("accountId").asString();
            for (ChildInstance instance : List.of(one, other)) {
                Answer me = InstanceClient.of(instance.port())
                        .logIn(email, PASSWORD + winners.get(0))
                        .get("/api/me");
                assertThat(me.expect(200).json().get("accountId").asString()).isEqualTo(accountId);
            }
        }
    }

    @Test
    void shouldCloseALinkEverywhereAtOnceWhenItIsRevoked() throws Exception {
        for (int round = 0; round < 5; round++) {
            // given
            Patient patient = newPatient();
            Link link = patient.newLink(Map.of());
            Answer opened = openAt(other, link, "embeddedLengthMax", 0).expect(200);
            String file = opened.json().at("/files/0/location").asString().replace(ApiUnderTest.PUBLIC_URL, "");
            InstanceClient.of(other.port()).get(file).expect(200);

            // when
            patient.client().delete(link.path()).expect(204);

            // then
            openAt(other, link).expect(404);
            InstanceClient.of(other.port()).get(file).expect(404);
            assertThat(patient.client()
                            .at(other.port())
                            .get(link.path())
                            .json()
                            .get("status")
                            .asString())
                    .isEqualTo("REVOKED");
        }
    }

    @Test
    void shouldCountGuessesOfBothTogether() throws Exception {
        // given
        Link link = newPatient().newLink(Map.of("passcode", "1234"));

        // when
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            answers.addAll(atOnce(client -> openAt(client % 2 == 0 ? one : other, link, "passcode", "4321")));
        }

        // then
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 401)
                        .map(answer -> answer.json().get("remainingAttempts").asInt()))
                .containsExactlyInAnyOrder(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        openAt(one, link, "passcode", "1234").expect(404);
        openAt(other, link, "passcode", "1234").expect(404);
    }

    @Test
    void shouldSeeAnActivationAtOnceAndTakeTheTokensOfEachOther() throws Exception {
        // given
        Map<String, Object> registration = Members.hospitalRegistration();
        Answer registered = InstanceClient.of(one.port()).register(registration).expect(201);
        String hospitalId = registered.json().get("hospitalId").asString();
        InstanceClient hospital = InstanceClient.of(other.port()).logIn((String) registration.get("email"), PASSWORD);
        assertThat(hospital.at(one.port())
                        .get("/api/me")
                        .expect(200)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("PENDING");
        InstanceClient administrator = InstanceClient.of(one.port())
                .logIn(
                        ApiUnderTest.ADMIN_EMAIL,
                        Files.readString(folder.resolve("admin-password")).strip());

        // when
        administrator
                .at(other.port())
                .post(
                        "/api/admin/accounts/"
                                + registered.json().get("accountId").asString() + "/activation",
                        Map.of())
                .expect(204);

        // then
        assertThat(hospital.at(one.port())
                        .get("/api/me")
                        .expect(200)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("ACTIVE");
        InstanceClient.of(one.port())
                .register(Members.doctorRegistration(hospitalId))
                .expect(201);
    }

    @Test
    void shouldEndASessionEverywhereWithinASecond() throws Exception {
        // given
        String email = UUID.randomUUID() + "@example.org";
        InstanceClient.of(one.port()).register(ApiUnderTest.registration(email)).expect(201);
        InstanceClient ended = InstanceClient.of(one.port()).logIn(email, PASSWORD);
        InstanceClient stays = InstanceClient.of(one.port()).logIn(email, PASSWORD);
        ended.at(other.port()).get("/api/me").expect(200);

        // when
        ended.post("/api/auth/logout", Map.of()).expect(204);

        // then the rule is one second; the rest is for a busy machine
        ended.get("/api/me").expect(401);
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ended.at(other.port()).get("/api/me").status() == 401);
        stays.at(other.port()).get("/api/me").expect(200);
        stays.delete("/api/me/sessions").expect(204);
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stays.at(other.port()).get("/api/me").status() == 401);
        InstanceClient.of(other.port())
                .logIn(email, PASSWORD)
                .at(one.port())
                .get("/api/me")
                .expect(200);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shouldLoseNothingOfAProcessThatIsKilledInTheMidstOfItsWrites() throws Exception {
        // given clients that write to one of them, whose events cannot be sent
        Patient patient = newPatient();
        int brokerPort = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
        broker.close();
        Set<String> keys = ConcurrentHashMap.newKeySet();
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        List<Future<?>> writers = IntStream.range(0, CLIENTS)
                .<Future<?>>mapToObj(client -> clients.submit(() -> writeUntilItEnds(patient, keys, acknowledged)))
                .toList();
        await().atMost(WITHIN).until(() -> acknowledged.size() >= 60);

        // when
        other.close();
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertThat(waiting()).isGreaterThanOrEqualTo(60);
        broker = new EmbeddedBroker(folder.resolve("broker"), brokerPort);
        broker.start();

        // then all that was acknowledged is there, and its events come from the one that lives
        InstanceClient survivor = patient.client().at(one.port());
        for (String record : acknowledged.values()) {
            survivor.get(record).expect(200);
        }

        // then whoever got no answer repeats the request, and everything was made once
        Map<String, String> repeated = new HashMap<>();
        for (String key : keys) {
            repeated.put(
                    key,
                    survivor.keepOnce(patient.records(), "Substance", key)
                            .expect(201)
                            .location());
        }
        assertThat(repeated).containsAllEntriesOf(acknowledged).hasSizeGreaterThan(acknowledged.size());
        assertThat(new HashSet<>(repeated.values())).hasSameSizeAs(keys);
        assertThat(count(Filters.eq("subjectId", patient.patientId()))).isEqualTo(keys.size());
        await().atMost(WITHIN).until(() -> waiting() == 0);
        assertThat(announced())
                .containsAll(repeated.values().stream()
                        .map(path -> path.substring(path.lastIndexOf('/') + 1))
                        .toList());
        survivor.keep(patient.records(), "Afterwards").expect(201);
    }

    private static void writeUntilItEnds(Patient patient, Set<String> keys, Map<String, String> acknowledged) {
        InstanceClient dying = patient.client().at(other.port());
        try {
            while (true) {
                String key = UUID.randomUUID().toString();
                keys.add(key);
                acknowledged.put(
                        key,
                        dying.keepOnce(patient.records(), "Substance", key)
                                .expect(201)
                                .location());
            }
        } catch (UncheckedIOException ended) {
            // What was not acknowledged may be there or not.
        }
    }

    /** The number of aggregates whose events wait. */
    private static long waiting() {
        return count(Filters.eq(OutboxFields.MARK, OutboxFields.PENDING));
    }

    private static long count(Bson records) {
        try (MongoClient mongo = MongoClients.create(store.connectionString("healthpassport"))) {
            return Mono.from(mongo.getDatabase("healthpassport")
                            .getCollection("records")
                            .countDocuments(records))
                    .block(WITHIN);
        }
    }

    /** The ids of all records that were announced on the bus as created. */
    private static Set<String> announced() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        Set<String> announced = new HashSet<>();
        MacKeyFolder keys = EventKeys.open(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE);
        EventMacs macs = EventKeys.macs(Service.API_SERVICE, () -> keys);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PATIENT.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    Event event = macs.read(each);
                    if (event.type() == EventType.RECORD_CREATED) {
                        announced.add(event.subject());
                    }
                }
            }
        }
        return announced;
    }

    private static Answer openAt(ChildInstance instance, Link link, Object... members) {
        return InstanceClient.of(instance.port()).post(link.reader().url().getPath(), by("Dr. Who", members));
    }

    private static InstanceClient anybody(int number) {
        return InstanceClient.of(number % 2 == 0 ? one.port() : other.port());
    }

    private static Patient newPatient() {
        String email = UUID.randomUUID() + "@example.org";
        InstanceClient somebody = InstanceClient.of(one.port());
        String patientId = somebody.register(ApiUnderTest.registration(email))
                .expect(201)
                .json()
                .get("patientId")
                .asString();
        return new Patient(patientId, somebody.logIn(email, PASSWORD));
    }

    private static String substance(int version, int client) {
        return "Substance %d of client %d".formatted(version, client);
    }

    private static String text(Answer record) {
        JsonNode json = record.json();
        return (json.has("resource") ? json.get("resource") : json)
                .at("/code/text")
                .asString();
    }

    /** Does it for each client at the same time; clients with an odd number use the other process. */
    private static List<Answer> atOnce(Request request) throws Exception {
        List<Callable<Answer>> calls = IntStream.range(0, CLIENTS)
                .<Callable<Answer>>mapToObj(client -> () -> request.of(client))
                .toList();
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : clients.invokeAll(calls)) {
            answers.add(answer.get());
        }
        return answers;
    }

    @FunctionalInterface
    private interface Request {
        Answer of(int client) throws Exception;
    }

    private record Patient(String patientId, InstanceClient client) {
        String records() {
            return "/api/patients/" + patientId + "/records";
        }

        InstanceClient at(int number) {
            return client.at(number % 2 == 0 ? one.port() : other.port());
        }

        Link newLink(Map<String, Object> members) {
            Map<String, Object> request = new HashMap<>(summaryLink());
            request.putAll(members);
            String codes = "/api/patients/" + patientId + "/qr-codes";
            Answer taken = client.post(codes, request).expect(202);
            String path = codes + "/" + taken.json().get("qrCodeId").asString();
            return new Link(
                    path,
                    HealthLinkReader.of(
                            client.get(path).expect(200).json().get("payload").asString()));
        }
    }

    private record Link(String path, HealthLinkReader reader) {}
}
