package org.healthpassport.objects.firebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mishaps of a deployment, and those that only Google's API knows. */
class FirebaseMishapsTest {
    private static final int LARGE = 9 * 1024 * 1024 + 17;

    @TempDir
    Path folder;

    private FirebaseStandin standin;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        standin = FirebaseStandin.start(folder);
        store = open(FirebaseStandin.BUCKET);
    }

    @AfterEach
    void stop() {
        standin.uploads().goOn();
        store.close();
        standin.close();
    }

    @Test
    void shouldPassTheChecksOfAStart() {
        assertThatCode(() -> StoreCheck.requireWritable(store)).doesNotThrowAnyException();
        assertThatCode(() -> StoreCheck.requireReadable(store)).doesNotThrowAnyException();
        assertThat(standin.bucket().list("", "", 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-bucket.firebasestorage.app", FirebaseStandin.BUCKET_OF_A_STRANGER})
    void shouldBeRefusedByABucketThatIsMissingOrSomebodyElses(String bucket) {
        try (ObjectStore wrong = open(bucket)) {
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> StoreCheck.requireWritable(wrong));
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> StoreCheck.requireReadable(wrong));
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> wrong.open("d1"));
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> wrong.delete("d1"));
            assertThatExceptionOfType(StoreRefused.class)
                    .isThrownBy(() -> wrong.list("").findFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_500, 7_500})
    void shouldBeRefusedIfTheClockOfThisMachineIsWrong(long seconds) {
        // given
        standin.runAheadBy(Duration.ofSeconds(seconds));

        // then
        assertThatExceptionOfType(StoreRefused.class)
                .isThrownBy(() -> StoreCheck.requireReadable(store))
                .withMessage(
                        "Expected Google to give the service account a token, but it answered 400; check the key file and the clock of this machine.");
    }

    @Test
    void shouldBeRefusedIfTheProjectHasAPlanWithoutStorage() throws IOException {
        try (FaultyLine line = FaultyLine.to(standin.port());
                ObjectStore unpaid = new FirebaseObjectStore(
                        Impatient.settings(FirebaseStandin.BUCKET, line.port(), standin.keyFile()))) {
            line.answer(402, Integer.MAX_VALUE);
            assertThatExceptionOfType(StoreRefused.class)
                    .isThrownBy(() -> StoreCheck.requireReadable(unpaid))
                    .withMessageContaining("Blaze");
        }
    }

    @Test
    void shouldSayThatTheStoreIsAwayWhileTheTokenServerIs() {
        // given
        standin.tokens().refuseWith(502);

        // then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.find("d1"));
        standin.tokens().refuseWith(0);
        assertThat(store.find("d1")).isEmpty();
    }

    @Test
    void shouldGetAnotherTokenWhereTheFirstIsNoLongerKnown() {
        // given
        put("d1", bytes(1, 100));

        // when
        standin.tokens().revokeAll();

        // then
        assertThat(store.find("d1")).isPresent();
        assertThat(standin.authorizations()).hasSize(2);
    }

    @Test
    void shouldSendAgainThePartsOfChunksThatGoogleDidNotKeep() throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        standin.uploads().keepOfChunks(3);

        // when
        put("d1", bytes);

        // then
        assertThat(read("d1")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void shouldBeginAgainWhereGoogleForgetsAnUpload(int status) throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        standin.uploads().forgetWith(status);

        // then that is no missing bucket
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d1", bytes));
        assertThat(store.find("d1")).isEmpty();

        // when
        standin.uploads().forgetWith(0);
        put("d1", bytes);

        // then
        assertThat(read("d1")).isEqualTo(bytes);
    }

    @Test
    void shouldStoreNothingOfBytesThatChangedOnTheirWay() {
        // given
        standin.uploads().damageChunks();

        // then
        assertThatExceptionOfType(ObjectStoreFailure.class).isThrownBy(() -> put("d1", bytes(1, 100_000)));
        assertThat(store.find("d1")).isEmpty();
    }

    @Test
    void shouldNotWaitForEverWhereChunksAreNotTaken() {
        // given
        put("d0", bytes(1, 10));
        standin.uploads().stall();

        // when
        long begun = System.nanoTime();
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d1", bytes(1, LARGE)));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(store.find("d1")).isEmpty();
    }

    static Stream<Consumer<JsonObject>> shouldCallObjectsDamagedThatAreNotAsDescribed() {
        return Stream.of(
                object -> object.remove("metadata"),
                object -> object.getAsJsonObject("metadata").remove("sha256"),
                object -> object.getAsJsonObject("metadata").addProperty("sha256", "ab"),
                object -> object.getAsJsonObject("metadata").remove("size-bytes"),
                object -> object.addProperty("size", "99"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldCallObjectsDamagedThatAreNotAsDescribed(Consumer<JsonObject> change) {
        // given
        put("d1", bytes(1, 100));

        // when
        standin.bucket().change("d1", change);

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.open("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> put("d1", bytes(1, 100)));
    }

    @Test
    void shouldNotReadOnInAnObjectThatReplacedTheOneOpened() throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        put("d1", bytes);
        try (SeekableByteChannel channel = store.open("d1")) {
            // when
            store.delete("d1");
            put("d1", bytes(2, LARGE));

            // then
            assertThatIOException()
                    .isThrownBy(() -> Channels.newInputStream(channel.position(LARGE - 10))
                            .readAllBytes());
        }
        store.delete("d1");
        assertThatExceptionOfType(ObjectMissing.class).isThrownBy(() -> store.open("d1"));
    }

    @Test
    void shouldKeepObjectsWhenTheStandInStartsAgain() throws IOException {
        // given
        byte[] bytes = bytes(1, 1000);
        put("documents/d1", bytes);
        standin.close();

        // when
        start();

        // then
        assertThat(read("documents/d1")).isEqualTo(bytes);
    }

    @Test
    void shouldTellNobodyOfHostsAccountsTokensAndUploads() throws IOException {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        try (FaultyLine line = FaultyLine.to(standin.port());
                ObjectStore faulty = new FirebaseObjectStore(
                        Impatient.settings(FirebaseStandin.BUCKET, line.port(), standin.keyFile()))) {
            // given
            put("d1", bytes(1, 1000));
            SeekableByteChannel opened = faulty.open("d1");
            line.cutRequests(500_000, Integer.MAX_VALUE);
            Throwable ofUpload = catchThrowable(() -> put(faulty, "d2", bytes(1, LARGE)));
            line.answer(503, Integer.MAX_VALUE);
            Throwable ofRead =
                    catchThrowable(() -> Channels.newInputStream(opened).readAllBytes());
            Throwable ofFind = catchThrowable(() -> faulty.find("d1"));
            standin.tokens().revokeAll();
            standin.tokens().refuseWith(401);
            Throwable ofToken = catchThrowable(() -> store.find("d1"));

            // then
            assertThat(Stream.of(ofUpload, ofRead, ofFind, ofToken))
                    .allSatisfy(failure -> assertThat(printed(failure))
                            .contains("Exception")
                            .doesNotContain("http:")
                            .doesNotContain("127.0.0.1")
                            .doesNotContain("upload_id")
                            .doesNotContain("ya29")
                            .doesNotContain(StandinTokens.ACCOUNT)
                            .doesNotContain(folder.toString()));
            assertThat(logged).isEmpty();
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
    }

    private ObjectStore open(String bucket) {
        return new FirebaseObjectStore(Impatient.settings(bucket, standin.port(), standin.keyFile()));
    }

    private void put(String name, byte[] bytes) {
        put(store, name, bytes);
    }

    private static void put(ObjectStore store, String name, byte[] bytes) {
        store.putIfAbsent(name, Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, Sha256.of(bytes));
    }

    private byte[] read(String name) throws IOException {
        try (SeekableByteChannel channel = store.open(name)) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
