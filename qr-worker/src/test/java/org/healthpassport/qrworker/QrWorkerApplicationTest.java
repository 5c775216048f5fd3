package org.healthpassport.qrworker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Event;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.reading.QrReader;
import org.healthpassport.qrcode.reading.Reading.Found;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.UnknownKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

class QrWorkerApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WEAKER = "&readPreference=secondaryPreferred&readConcernLevel=local";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static ConfigurableApplicationContext worker;
    private static Bus bus;
    private static MongoDatabase database;
    private static KeyEncryptionKeys keks;

    @BeforeAll
    static void startAll() {
        broker = new EmbeddedBroker(folder.resolve("broker"));
        broker.start();
        store = new EmbeddedStore(folder.resolve("store"));
        store.start();
        EventMacs macs = Bus.macsOfApiService(folder.resolve("keys"));
        worker = QrWorkerApplication.builder()
                .run(
                        "--HEALTHPASSPORT_QR_WORKER_PORT=0",
                        "--HEALTHPASSPORT_HEAD_WITHIN=1s",
                        "--KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(),
                        "--MONGODB_URI=" + store.connectionString("qr") + WEAKER,
                        "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("keys"),
                        "--HEALTHPASSPORT_KEYS_CREATE_MISSING=true");
        database = worker.getBean(MongoClient.class).getDatabase("qr");
        keks = worker.getBean(KeyEncryptionKeys.class);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
        bus = new Bus(broker.bootstrapServers(), macs);
    }

    @AfterAll
    static void stopAll() {
        bus.close();
        worker.close();
        store.close();
        broker.close();
    }

    @Test
    void shouldCreateTheKeyOnlyIfNothingIsSealedYet() throws Exception {
        // given
        MongoDatabase another = worker.getBean(MongoClient.class).getDatabase("used-keys");
        QrWorkerConfiguration configuration = new QrWorkerConfiguration();
        AwaitedDependency<KeyEncryptionKeys> made =
                configuration.openedKeys(new KeySettings(folder.resolve("made"), true, null, null), another);
        made.attempt();
        Patient.with(made.get()).storedIn(another);

        // when, then
        assertThatThrownBy(() -> configuration
                        .openedKeys(new KeySettings(folder.resolve("lost"), true, null, null), another)
                        .attempt())
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("kek-qr.json");
        assertThat(folder.resolve("lost")).doesNotExist();
    }

    @Test
    void shouldReadDurableDataWhateverTheConnectionStringSays() {
        assertThat(database.getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(database.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
    }

    @Test
    void shouldReadKeysLinearizablyWithATimeLimit() {
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
                .applyConnectionString(new ConnectionString(store.connectionString("qr") + WEAKER))
                .addCommandListener(listener)
                .build();
        Patient patient = Patient.with(keks).storedIn(database);

        // when
        try (MongoClient client = MongoClients.create(settings)) {
            assertThat(new PatientKeys(client.getDatabase("qr"), keks, Ticker.systemTicker()).of(patient.id()))
                    .isPresent();
        }

        // then
        assertThat(searches).singleElement().satisfies(find -> {
            assertThat(find.getDocument("readConcern").getString("level").getValue())
                    .isEqualTo("linearizable");
            assertThat(find.getNumber("maxTimeMS").longValue()).isBetween(1L, 10_000L);
            assertThat(find.toJson()).doesNotContain("secondary");
        });
    }

    @Test
    void shouldDrawTheRequestedCodeAndShowItToNobodyElse() throws Exception {
        // given
        Patient patient = Patient.with(keks).storedIn(database);
        String text = "https://passport.example/view#shlink:/marker-of-a-secret-" + "x".repeat(200);
        Event request = patient.request(text.getBytes(UTF_8));

        // when
        bus.publish(request);

        // then
        Event result = result(request);
        assertThat(result.key()).isEqualTo(request.subject());
        assertThat(result.causationId()).isEqualTo(request.id());
        assertThat(result.correlationId()).isEqualTo(request.correlationId());
        assertThat(result.sequence()).isNull();
        QrCodeDrawn drawn = result.payload(QrCodeDrawn.class);
        assertThat(drawn.getOutcome()).isEqualTo(DrawingOutcome.DRAWN);
        assertThat(drawn.getFailureReason()).isNull();
        assertThat(drawn.getPatientId()).isEqualTo(patient.id());
        byte[] packed =
                QrCodePart.SYMBOL.open(patient.keys(), drawn.getQrCodeId(), PayloadBytes.of(drawn.getSealedSymbol()));
        QrSymbol symbol = QrSymbol.parse(packed);
        assertThat(QrReader.read(Drawing.square(400).png(symbol)))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.texts()).containsExactly(text));
        assertThat(bus.seen())
                .contains(request.subject())
                .doesNotContain("marker-of-a-secret", "passport.example")
                .doesNotContain(new String(packed, ISO_8859_1));
    }

    @Test
    void shouldGiveTheSameResultIdWhenTheEventComesAgain() {
        // given
        Event request = Patient.with(keks).storedIn(database).request(new byte[] {1});

        // when
        bus.publish(request);
        bus.publish(request);

        // then
        List<Event> results =
                await().atMost(PATIENCE).until(() -> bus.resultsOf(request.subject()), found -> found.size() == 2);
        assertThat(results.get(1).id()).isEqualTo(results.get(0).id());
    }

    @Test
    void shouldFailWithoutKeys() {
        // given
        Event request = Patient.with(keks).request(new byte[] {1});

        // when
        bus.publish(request);

        // then
        assertFailed(request, QrCodeFailure.KEYS_DESTROYED);
    }

    @Test
    void shouldFailIfThePayloadIsUnreadable() {
        // given
        Patient patient = Patient.with(keks).storedIn(database);
        Patient other = Patient.with(keks).storedIn(database);
        String id = UUID.randomUUID().toString();
        Event ofAnother = patient.request(id, QrCodePart.TEXT.seal(other.keys(), id, new byte[] {1}));
        Event ofAnotherCode = patient.request(
                UUID.randomUUID().toString(), QrCodePart.TEXT.seal(patient.keys(), "another", new byte[] {1}));
        Event nothing = patient.request(UUID.randomUUID().toString(), new byte[0]);
        Event empty = patient.request(new byte[0]);

        // when
        List<Event> requests = List.of(ofAnother, ofAnotherCode, nothing, empty);
        requests.forEach(bus::publish);

        // then
        requests.forEach(request -> assertFailed(request, QrCodeFailure.PAYLOAD_UNREADABLE));
    }

    @Test
    void shouldForgetDestroyedKeysWithinAMinuteHoweverOftenTheyAreUsed() {
        // given
        AtomicLong now = new AtomicLong();
        PatientKeys patientKeys = new PatientKeys(database, keks, now::get);
        Patient patient = Patient.with(keks).storedIn(database);
        assertThat(patientKeys.of(patient.id())).isPresent();
        database.getCollection(SubjectKeyDocument.COLLECTION).deleteOne(Filters.eq(patient.id()));

        // when
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        patientKeys.of(patient.id());
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        // then
        assertThat(patientKeys.of(patient.id())).isEmpty();
    }

    @Test
    void shouldNotBlameTheRequestForKeysThatCannotBeUnwrapped() {
        // given
        Event request = Patient.with(keks).storedIn(database).request(new byte[] {1});
        KeyEncryptionKeys wrong =
                KeyFolder.openOrCreate(folder.resolve("wrong"), Set.of(KeyPurpose.QR), purpose -> false);
        QrCodeDrawing drawing = new QrCodeDrawing(new PatientKeys(database, wrong, Ticker.systemTicker()));

        // when
        Throwable failure = catchThrowable(() -> drawing.draw(request.payload(QrCodeRequested.class)));

        // then
        assertThat(failure).isInstanceOf(UnknownKey.class);
        assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.UNEXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"of another", "no bytes", "none"})
    void shouldHoldUpNobodyForKeysThatWereDamaged(String damaged) {
        // given
        Patient patient = Patient.with(keks).storedIn(database);
        Object keysets = switch (damaged) {
            case "of another" -> Patient.with(keks).stored().fields().get("keysets");
            case "no bytes" -> Map.of(KeyPurpose.QR.name(), "none");
            default -> "none";
        };
        database.getCollection(SubjectKeyDocument.COLLECTION)
                .updateOne(Filters.eq(patient.id()), Updates.set("keysets", keysets));
        QrCodeDrawing drawing = new QrCodeDrawing(new PatientKeys(database, keks, Ticker.systemTicker()));
        Event request = patient.request(new byte[] {1});

        // when
        Throwable failure = catchThrowable(() -> drawing.draw(request.payload(QrCodeRequested.class)));

        // then
        assertThat(failure).isInstanceOf(PatientKeysDamaged.class).hasMessageNotContaining(patient.id());
        assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.UNREADABLE);
    }

    @Test
    void shouldFailIfTheTextIsTooLong() {
        // given
        Patient patient = Patient.with(keks).storedIn(database);
        Event tooLong = patient.request("a".repeat(2_332).getBytes(UTF_8));
        Event longest = patient.request("a".repeat(2_331).getBytes(UTF_8));

        // when
        bus.publish(tooLong);
        bus.publish(longest);

        // then
        assertFailed(tooLong, QrCodeFailure.PAYLOAD_TOO_LONG);
        assertThat(result(longest).payload(QrCodeDrawn.class).getOutcome()).isEqualTo(DrawingOutcome.DRAWN);
    }

    @Test
    void shouldWaitForTheStoreAndLoseNothing() {
        // given
        Patient patient = Patient.with(keks).storedIn(database);
        Event request = patient.request(new byte[] {1});
        int port = URI.create(store.connectionString("qr")).getPort();
        store.close();
        try {
            // when
            bus.publish(request);
            await().during(Duration.ofMillis(1_500))
                    .atMost(PATIENCE)
                    .until(() -> bus.resultsOf(request.subject()).isEmpty());
        } finally {
            store = new EmbeddedStore(folder.resolve("store"), port);
            store.start();
        }

        // then
        assertThat(result(request).payload(QrCodeDrawn.class).getOutcome()).isEqualTo(DrawingOutcome.DRAWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness", "/actuator/metrics"})
    void shouldAnswerProbesAndMetrics(String path) throws Exception {
        assertThat(get(path)).isEqualTo(200);
    }

    /** Metrics need no token. */
    @Test
    void shouldListenForThisMachineOnly() {
        // given
        int port = ((WebServerApplicationContext) worker).getWebServer().getPort();

        // then: another loopback address reaches a server only if it listens on all addresses
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator/env", "/actuator/heapdump", "/actuator/beans"})
    void shouldServeNothingElse(String path) throws Exception {
        assertThat(get(path)).isEqualTo(404);
    }

    @Test
    void shouldEndConnectionWhoseRequestDoesNotArrive() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            // given
            socket.setSoTimeout((int) PATIENCE.toMillis());

            // when
            socket.getOutputStream().write("GET /actuator/health HTTP/1.1\r\nHost: a\r\n".getBytes(ISO_8859_1));

            // then
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json");
        }
    }

    private static void assertFailed(Event request, QrCodeFailure reason) {
        QrCodeDrawn result = result(request).payload(QrCodeDrawn.class);
        assertThat(result.getOutcome()).isEqualTo(DrawingOutcome.FAILED);
        assertThat(result.getFailureReason()).isEqualTo(reason);
        assertThat(result.getSealedSymbol()).isNull();
    }

    private static Event result(Event request) {
        return await().atMost(PATIENCE)
                .until(() -> bus.resultsOf(request.subject()), results -> !results.isEmpty())
                .get(0);
    }

    private static int port() {
        return ((WebServerApplicationContext) worker).getWebServer().getPort();
    }

    private static int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
