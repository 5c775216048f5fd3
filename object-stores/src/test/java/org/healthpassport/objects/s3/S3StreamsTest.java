package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoredObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects on their way to the store and back, as far as every store has not to do the same. */
class S3StreamsTest {
    private static final int SMALL = 100_000;
    private static final int LARGE = 20 * 1024 * 1024;

    @TempDir
    static Path folder;

    static S3Standin standin;
    static FaultyLine line;

    private final String bucket = "documents-" + UUID.randomUUID();
    private S3Client client;
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        standin = S3Standin.start(folder);
        line = FaultyLine.to(standin.port());
    }

    @AfterAll
    static void stop() throws IOException {
        line.close();
        standin.close();
    }

    @BeforeEach
    void open() {
        standin.createBucket(bucket);
        store = S3Stores.open(url(), standin.environment(), S3Stores.PATIENT);
        client = client(url(), S3Stores.PATIENT);
    }

    @AfterEach
    void close() {
        line.mend();
        client.close();
        store.close();
    }

    @Test
    void shouldLeaveNoPartsOfAnUploadThatFails() {
        // given
        byte[] bytes = bytes(1, LARGE);
        byte[] announced = Sha256.of(bytes);
        bytes[LARGE - 1] ^= 1;

        // when
        assertThatExceptionOfType(DamagedObject.class)
                .isThrownBy(() -> store.putIfAbsent("d1", channel(bytes), LARGE, announced));

        // then
        assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .isEmpty();
        assertThat(store.find("d1")).isEmpty();
    }

    @Test
    void shouldLeaveNoPartsAfterItAskedAboutConditions() {
        // when
        put(store, bytes(1, SMALL));

        // then
        assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .isEmpty();
        try (var listed = store.list("")) {
            assertThat(listed.map(ListedObject::name)).containsExactly("d1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void shouldRecogniseItsOwnObjectAfterTheAnswerWasLost(int size) {
        // given
        byte[] bytes = bytes(1, size);
        LostAnswer lost = new LostAnswer(line, "d1");
        try (ObjectStore unlucky = S3Stores.open(url(), standin.environment(), S3Stores.PATIENT, lost::addTo)) {

            // when
            StoredObject stored = put(unlucky, bytes);

            // then
            assertThat(lost.happened()).isTrue();
            assertThat(store.find("d1")).contains(stored);
            assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    @Test
    void shouldGiveUpWritingToAStoreThatReadsNothing() throws IOException {
        // given
        S3CallSettings hasty =
                new S3CallSettings(Duration.ofSeconds(1), Duration.ofMillis(500), 2, Duration.ofMillis(10));
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                S3Client toDeaf = client("s3://documents?endpoint=http://127.0.0.1:" + deaf.getLocalPort(), hasty)) {
            S3Uploads uploads = new S3Uploads(toDeaf, "documents", hasty);
            byte[] bytes = bytes(1, 8 * 1024 * 1024);
            StoredObject object = new StoredObject("d1", bytes.length, Sha256.of(bytes));

            // when, then
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatExceptionOfType(SdkException.class)
                            .isThrownBy(() -> uploads.write(object, new ByteArrayInputStream(bytes), true)));
        }
    }

    @Test
    void shouldLetReadersTakeTheirTime() throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        put(store, bytes);

        // when
        try (ObjectStore hasty = S3Stores.open(url(), standin.environment(), S3Stores.SHORT);
                SeekableByteChannel channel = hasty.open("d1")) {
            byte[] first = Channels.newInputStream(channel).readNBytes(SMALL);
            await().pollDelay(S3Stores.SHORT.shortCall().plusMillis(500)).until(channel::isOpen);
            byte[] others = Channels.newInputStream(channel).readAllBytes();

            // then
            assertThat(first).isEqualTo(Arrays.copyOf(bytes, SMALL));
            assertThat(others).isEqualTo(Arrays.copyOfRange(bytes, SMALL, LARGE));
        }
    }

    @Test
    void shouldEndReadsOfAnObjectThatWasReplaced() throws IOException {
        // given
        put(store, bytes(1, SMALL));

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            store.delete("d1");
            put(store, bytes(2, SMALL));

            // then
            assertThatExceptionOfType(ObjectMissing.class)
                    .isThrownBy(() -> Channels.newInputStream(channel).readAllBytes());
        }
    }

    @Test
    void shouldNoticeAnObjectOfSomebodyElse() {
        // given
        client.putObject(put -> put.bucket(bucket).key("d1"), RequestBody.fromBytes(bytes(1, SMALL)));

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.open("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> put(store, bytes(1, SMALL)));
    }

    @Test
    void shouldNoticeAnObjectThatWasCut() {
        // given
        byte[] bytes = bytes(1, SMALL);
        Map<String, String> metadata = S3Metadata.of(put(store, bytes));
        client.putObject(
                put -> put.bucket(bucket).key("d1").metadata(metadata),
                RequestBody.fromBytes(Arrays.copyOf(bytes, SMALL - 1)));

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.open("d1"));
    }

    @Test
    void shouldListAllPagesAndNothingOfOthers() {
        // given
        IntStream.range(0, 1001)
                .parallel()
                .forEach(i -> client.putObject(
                        put -> put.bucket(bucket).key("documents/p1/d" + i), RequestBody.fromBytes(new byte[1])));
        client.putObject(
                put -> put.bucket(bucket).key("documents/p1/.emptyFolderPlaceholder"),
                RequestBody.fromBytes(new byte[1]));

        // when
        try (var listed = store.list("documents/p1/")) {

            // then
            assertThat(listed.map(ListedObject::name))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1001)
                            .mapToObj(i -> "documents/p1/d" + i)
                            .toList());
        }
    }

    private String url() {
        return "s3://" + bucket + "?endpoint=" + standin.urlThrough(line.port());
    }

    private static S3Client client(String url, S3CallSettings patience) {
        return S3Clients.builder(
                        S3Settings.of(StoreUrl.of("STORAGE_URL", URI.create(url)), standin.environment()),
                        S3Credentials.of(standin.environment()),
                        patience)
                .build();
    }

    private static StoredObject put(ObjectStore to, byte[] bytes) {
        return to.putIfAbsent("d1", channel(bytes), bytes.length, Sha256.of(bytes));
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
