package org.healthpassport.objects.cloudinary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.objects.remote.RemoteObjectStoreContract;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudinaryObjectStoreTest extends RemoteObjectStoreContract {
    /** The stand-in needs a second for a large upload where others use the processors. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private CloudinaryStandin standin;
    private FaultyLine line;

    @Override
    protected ObjectStore openStore() {
        try {
            if (standin == null) {
                standin = CloudinaryStandin.start(folder);
                line = FaultyLine.to(standin.port());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return open(standin.storageUrl());
    }

    @Override
    protected FaultyLine line() {
        return line;
    }

    @Override
    protected ObjectStore openWithWrongCredentials() {
        return open(standin.storageUrl().replace(CloudinaryStandin.SECRET, "anothersecret"));
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        standin.close();
    }

    @Test
    void shouldPassTheCheckAtAStart() {
        StoreCheck.requireWritable(store);
        StoreCheck.requireReadable(store);
        assertThat(store.list("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        CloudinaryStandin.SECRET + "," + "anothersecret",
        CloudinaryStandin.KEY + "," + "999999999999999",
        "@" + CloudinaryStandin.CLOUD + "," + "@somebodyelse",
    })
    void shouldBeRefusedAtAStartWithWrongKeySecretOrCloud(String right, String wrong) {
        try (ObjectStore stranger = open(standin.storageUrl().replace(right, wrong))) {
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> StoreCheck.requireWritable(stranger));
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> StoreCheck.requireReadable(stranger));
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> stranger.delete("d1"));
            assertThatExceptionOfType(StoreRefused.class)
                    .isThrownBy(() -> stranger.list("").toList());
        }
    }

    @Test
    void shouldSayThatTheClockIsWrong() {
        // given
        standin.setClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));

        // then
        assertThatExceptionOfType(StoreRefused.class)
                .isThrownBy(() -> StoreCheck.requireWritable(store))
                .withMessageContaining("set the clock of this machine");
        assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> store.delete("d1"));
    }

    @Test
    void shouldSignAsTheEnvironmentWantsIt() {
        // given
        standin.rules.algorithm = "SHA-256";

        // then
        assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> StoreCheck.requireWritable(store));
        try (ObjectStore other = open(standin.storageUrl() + "&signatureAlgorithm=SHA256")) {
            StoreCheck.requireWritable(other);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000_001})
    void shouldSayThatAnObjectIsTooLargeForThePlan(int size) {
        // given
        standin.limitFiles(999);

        // then
        assertThatExceptionOfType(ObjectRejected.class).isThrownBy(() -> put("d1", bytes(1, size)));
        assertThat(store.find("d1")).isEmpty();
    }

    @Test
    void shouldNotUseTheLimitedApiForASingleObject() throws IOException {
        // when
        put("d1", bytes(1, 1000));
        store.find("d1");
        read(store, "d1");
        store.delete("d1");

        // then
        assertThat(standin.adminCalls()).isZero();
    }

    @Test
    void shouldStoreRawAssetsThatOnlySignedRequestsRead() throws IOException {
        // when
        put("documents/p1/d1", bytes(1, 1000));

        // then
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactly(folder.resolve("raw/authenticated/documents~p1~d1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {19_999_951, 19_999_952, 19_999_953})
    void shouldKeepObjectsAtTheEdgesOfParts(int size) throws IOException {
        // given
        byte[] bytes = bytes(1, size);

        // when
        put("d1", bytes);

        // then
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @Test
    void shouldUseAConnectionAgain() throws IOException {
        // when
        put("d1", bytes(1, 1000));
        read(store, "d1");
        store.find("d2");
        store.delete("d1");

        // then
        assertThat(standin.rules.connections).hasSize(1);
    }

    @Test
    void shouldNotReadToTheEndWhatNobodyWants() throws IOException {
        // given
        put("d1", bytes(1, 15_000_000));

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            channel.read(ByteBuffer.allocate(1));
        }
        store.find("d1");

        // then
        assertThat(standin.rules.connections)
                .as("one was cut, as using it again needs to read on")
                .hasSize(2);
    }

    @Test
    void shouldAskDeliveryServersToForgetWhatIsDeleted() {
        // given
        put("d1", bytes(1, 1000));

        // when
        store.delete("d1");

        // then
        assertThat(standin.rules.invalidations).hasValue(1);
    }

    @Test
    void shouldLeaveTheObjectOfAWriterThatWasFaster() throws IOException {
        // given
        byte[] slow = bytes(1, 1000);
        byte[] fast = bytes(2, 1000);
        InputStream overtaken = new ByteArrayInputStream(slow) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                if (pos == 0) {
                    put("d1", fast);
                }
                return super.read(target, offset, length);
            }
        };

        // then
        assertThatExceptionOfType(ObjectConflict.class)
                .isThrownBy(
                        () -> store.putIfAbsent("d1", Channels.newChannel(overtaken), slow.length, Sha256.of(slow)));
        assertThat(read(store, "d1")).isEqualTo(fast);
    }

    @Test
    void shouldNotHoldAnObjectInMemory() {
        // given
        byte[] bytes = bytes(1, 40_000_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        // when
        put("d1", bytes);

        // then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4_000_000);
    }

    @ParameterizedTest
    @CsvSource({"false,true,true", "true,false,true", "false,false,true", "false,false,false", "true,false,false"})
    void shouldReadFromAServerWithoutRangesMarksOrLengths(boolean ranges, boolean etags, boolean lengths)
            throws IOException {
        // given
        standin.rules.ranges = ranges;
        standin.rules.etags = etags;
        standin.rules.lengths = lengths;
        byte[] bytes = bytes(1, 300_000);
        put("d1", bytes);

        // when
        try (SeekableByteChannel channel = store.open("d1").position(200_001)) {

            // then
            assertThat(Channels.newInputStream(channel).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(bytes, 200_001, 300_000));
        }
    }

    @Test
    void shouldFollowWithDownloadsButNeverWithCredentials() throws IOException {
        // given
        byte[] bytes = bytes(1, 300_000);
        put("d1", bytes);
        standin.rules.redirects = true;

        // then
        try (SeekableByteChannel channel = store.open("d1").position(200_001)) {
            assertThat(Channels.newInputStream(channel).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(bytes, 200_001, 300_000));
        }
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> store.list("").toList())
                .withMessageContaining("302");
        assertThat(standin.adminCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotReadAnotherObjectThanTheOneThatWasOpened(boolean etags) throws IOException {
        // given
        standin.rules.etags = etags;
        put("d1", bytes(1, 300_000));

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            store.delete("d1");

            // then
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Channels.newInputStream(channel).readAllBytes())
                    .withMessageContaining("deleted");
            put("d1", bytes(2, 300_000));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Channels.newInputStream(channel).readAllBytes())
                    .withMessageContaining("another one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 48, 1047, 1049})
    void shouldNoticeThatAnAssetHasAnotherSize(int size) throws IOException {
        // given
        put("d1", bytes(1, 1000));
        Path asset = folder.resolve("raw/authenticated/d1");

        // when
        Files.write(asset, Arrays.copyOf(Files.readAllBytes(asset), size));

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.open("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> put("d1", bytes(1, 1000)));
    }

    @Test
    void shouldNoticeAnAssetWithoutHeader() throws IOException {
        // given
        Files.createDirectories(folder.resolve("raw/authenticated"));
        Files.write(folder.resolve("raw/authenticated/d1"), bytes(1, 1000));

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
    }

    @Test
    void shouldListManyPagesAndNothingOfOthers() throws IOException {
        // given
        standin.rules.largestPage = 10;
        for (int i = 0; i < 25; i++) {
            put("documents/d" + i, bytes(i, 1));
        }
        Files.write(folder.resolve("raw/authenticated/documents~Photo of Ann.pdf"), bytes(1, 1));

        // then
        assertThat(store.list("documents/").map(ListedObject::name))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> "documents/d" + i).toList());
        assertThat(standin.adminCalls()).isEqualTo(3);
    }

    @Test
    void shouldLeaveATenthOfTheLimitedCallsToOthers() {
        // given
        standin.rules.largestPage = 1;
        standin.rules.adminLimit = 20;
        for (int i = 0; i < 20; i++) {
            put("d" + i, bytes(i, 1));
        }

        // then
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> store.list("").toList())
                .withMessageContaining("a tenth");
        assertThat(standin.adminCalls()).isEqualTo(18);
    }

    @Test
    void shouldSayThatTheLimitOfCallsIsUsedUp() {
        // given
        standin.rules.adminLimit = 0;

        // then
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> store.list("").toList())
                .withMessageContaining("used up");
    }

    @Test
    void shouldKeepFoldersApart() throws IOException {
        // given
        try (ObjectStore other = open(standin.storageUrl() + "&folder=staging")) {
            put("d1", bytes(1, 10));

            // then
            assertThat(other.find("d1")).isEmpty();
            assertThat(other.list("")).isEmpty();
            StoreCheck.requireWritable(other);
            assertThat(other.label()).isEqualTo("cloudinary:standin:staging@127.0.0.1:" + line.port());
            assertThat(store.label()).isEqualTo("cloudinary:standin@127.0.0.1:" + line.port());
        }
    }

    @Test
    void shouldNotSayKeyOrSecretOrSignature() {
        // given
        line.beSilent();

        // then
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> store.find("d1"))
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString())
                                .doesNotContain(CloudinaryStandin.KEY, CloudinaryStandin.SECRET, "signature");
                    }
                });
    }

    private ObjectStore open(String url) {
        CloudinarySettings settings = CloudinarySettings.of(
                StoreUrl.of("STORAGE_URL", URI.create(url)),
                Map.of(CloudinarySettings.ENDPOINT, "http://127.0.0.1:" + line.port())::get);
        return new CloudinaryObjectStore(settings, TIMEOUT, TIMEOUT, TIMEOUT.multipliedBy(3));
    }
}
