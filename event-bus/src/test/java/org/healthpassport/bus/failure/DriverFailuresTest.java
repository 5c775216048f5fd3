package org.healthpassport.bus.failure;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.healthpassport.bus.failure.FailureKind.CONFIGURATION;
import static org.healthpassport.bus.failure.FailureKind.TRANSIENT;
import static org.healthpassport.bus.failure.FailureKind.UNEXPECTED;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertOneModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Sorts what the drivers really throw, the blocking one, and the reactive one under Spring. */
class DriverFailuresTest {
    private static final int PATIENT = 20_000;
    private static final int IMPATIENT = 500;

    private static StandInMongo standIn;
    private static Drivers drivers;

    @BeforeAll
    static void start() throws IOException {
        standIn = new StandInMongo();
        drivers = new Drivers(standIn.address(), PATIENT);
    }

    @AfterAll
    static void stop() throws IOException {
        drivers.close();
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource({
        "14031, OutOfDiskSpace, STORAGE_FULL",
        "8000, 'you are over your space quota, using 513 MB of 512 MB', STORAGE_FULL",
        "8000, user is not allowed to do action [insert], CONFIGURATION",
        "13, not authorized, CONFIGURATION",
        "50, operation exceeded time limit, TRANSIENT",
        "262, exceeded time limit, TRANSIENT",
        "10107, not primary, TRANSIENT",
        "13435, not primary and secondaryOk=false, TRANSIENT",
        "13436, node is recovering, TRANSIENT",
        "11600, interrupted at shutdown, TRANSIENT",
        "91, shutdown in progress, TRANSIENT",
        "189, primary stepped down, TRANSIENT",
        "89, network timeout, TRANSIENT",
        "6, host unreachable, TRANSIENT",
        "4711, never heard of, TRANSIENT",
        "2, BadValue, UNEXPECTED",
        "11000, E11000 duplicate key error, UNEXPECTED"
    })
    void shouldSortTheCodesOfAServer(int code, String message, FailureKind expected) {
        // when
        standIn.refuse(code, message);
        List<Throwable> ofCommands = drivers.write();
        ofCommands.add(drivers.read());
        standIn.refuseTheWrite(code, message);
        List<Throwable> ofWrites = drivers.write();
        standIn.failTheWriteConcern(code, message);
        List<Throwable> ofWriteConcerns = drivers.write();

        // then
        assertThat(Stream.of(ofCommands, ofWrites, ofWriteConcerns).flatMap(List::stream))
                .hasSize(10)
                .doesNotContainNull()
                .allSatisfy(failure -> assertThat(Failures.kindOf(failure))
                        .as(failure.toString())
                        .isEqualTo(expected));
    }

    @Test
    void shouldSeeTheClassesThatDriversMakeOfCodes() {
        standIn.refuse(14_031, "OutOfDiskSpace");
        assertThat(drivers.write()).first().isExactlyInstanceOf(MongoCommandException.class);
        standIn.refuse(50, "operation exceeded time limit");
        assertThat(drivers.write()).first().isInstanceOf(MongoExecutionTimeoutException.class);
        standIn.refuse(10_107, "not primary");
        assertThat(drivers.write()).first().isInstanceOf(MongoNotPrimaryException.class);
        standIn.refuseTheWrite(14_031, "OutOfDiskSpace");
        assertThat(drivers.write()).first().isInstanceOf(MongoWriteException.class);
    }

    @Test
    void shouldTakeACutLineForTransient() {
        // given
        standIn.hangUp();

        // when
        List<Throwable> failures = drivers.write();

        // then
        assertThat(failures).first().isInstanceOf(MongoSocketException.class);
        assertThat(failures).extracting(Failures::kindOf).containsOnly(TRANSIENT);
    }

    @Test
    void shouldTellARefusedLoginFromOneThatWasCut() {
        try (Drivers secured = new Drivers("user:secret@" + standIn.address(), PATIENT)) {
            // when
            standIn.refuse(18, "Authentication failed.");
            List<Throwable> refused = secured.write();
            standIn.refuse(8_000, "bad auth : Authentication failed.");
            List<Throwable> refusedByAtlas = secured.write();
            standIn.hangUp();
            List<Throwable> cut = secured.write();
            standIn.refuse(91, "shutdown in progress");
            List<Throwable> shuttingDown = secured.write();

            // then
            assertThat(refused).first().isInstanceOf(MongoSecurityException.class);
            assertThat(refused).extracting(Failures::kindOf).containsOnly(CONFIGURATION);
            assertThat(refusedByAtlas).extracting(Failures::kindOf).containsOnly(CONFIGURATION);
            assertThat(cut).extracting(Failures::kindOf).containsOnly(TRANSIENT);
            assertThat(shuttingDown).extracting(Failures::kindOf).containsOnly(TRANSIENT);
        }
    }

    @Test
    void shouldSortWhatTheEmbeddedStoreAnswers(@TempDir Path folder) {
        // given
        try (EmbeddedStore store = new EmbeddedStore(folder);
                Drivers its = its(store)) {
            assertThat(its.write()).containsOnlyNulls();

            // when
            Throwable duplicate = catchThrowable(() -> {
                its.collection().insertOne(new Document("_id", 1));
                its.collection().insertOne(new Document("_id", 1));
            });
            Throwable impossible = catchThrowable(() ->
                    its.collection().updateOne(new Document(), new Document("$unknown", new Document("a", 1))));
            store.close();
            List<Throwable> stopped = its.write();

            // then
            assertThat(Failures.kindOf(duplicate)).isEqualTo(UNEXPECTED);
            assertThat(Failures.kindOf(impossible)).as(impossible.toString()).isEqualTo(UNEXPECTED);
            assertThat(stopped).hasSize(3).extracting(Failures::kindOf).containsOnly(TRANSIENT);
        }
    }

    private static Drivers its(EmbeddedStore store) {
        store.start();
        return new Drivers(URI.create(store.connectionString("test")).getAuthority(), IMPATIENT);
    }

    /** Both drivers on one server. */
    private static final class Drivers implements AutoCloseable {
        private final MongoClient blocking;
        private final com.mongodb.reactivestreams.client.MongoClient reactive;

        /** @param patience milliseconds until a server counts as away */
        Drivers(String server, int patience) {
            MongoClientSettings settings = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(
                            "mongodb://%s/?serverSelectionTimeoutMS=%d&connectTimeoutMS=%d&socketTimeoutMS=20000%s"
                                    .formatted(
                                            server,
                                            patience,
                                            patience,
                                            server.contains("@")
                                                    ? "&authMechanism=SCRAM-SHA-256&authSource=admin"
                                                    : "")))
                    // A server that said it is no primary is asked again at once, and not after half a second.
                    .applyToServerSettings(monitor ->
                            monitor.heartbeatFrequency(20, MILLISECONDS).minHeartbeatFrequency(10, MILLISECONDS))
                    .build();
            blocking = MongoClients.create(settings);
            reactive = com.mongodb.reactivestreams.client.MongoClients.create(settings);
        }

        MongoCollection<Document> collection() {
            return blocking.getDatabase("test").getCollection("any");
        }

        /** Failures of the blocking driver, of a bulk write, and of the reactive driver under Spring; null for none. */
        List<Throwable> write() {
            ReactiveMongoTemplate template = new ReactiveMongoTemplate(reactive, "test");
            List<Throwable> failures = new ArrayList<>();
            failures.add(catchThrowable(() -> collection().insertOne(new Document("a", 1))));
            failures.add(catchThrowable(
                    () -> collection().bulkWrite(List.of(new InsertOneModel<>(new Document("a", 1))))));
            failures.add(catchThrowable(
                    () -> template.insert(new Document("a", 1), "any").block()));
            return failures;
        }

        Throwable read() {
            return catchThrowable(() -> collection().find().first());
        }

        @Override
        public void close() {
            blocking.close();
            reactive.close();
        }
    }
}
