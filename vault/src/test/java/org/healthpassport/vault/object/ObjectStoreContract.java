package org.healthpassport.vault.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthpassport.vault.digest.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every object store; an adapter subclasses this and says how to open its store. */
public abstract class ObjectStoreContract {
    private static final int RACERS = 16;
    private static final int LARGE = 8 * 1024 * 1024;

    /** Opened anew for each test. */
    protected ObjectStore store;

    /** Opens the same, at first empty, store every time. */
    protected abstract ObjectStore openStore();

    @BeforeEach
    void open() {
        store = openStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_488, 65_536, 65_537, LARGE})
    void shouldKeepWhatWasPut(int size) throws IOException {
        // given
        byte[] bytes = bytes(1, size);

        // when
        StoredObject stored = put("documents/d1", bytes);

        // then
        assertThat(stored).isEqualTo(new StoredObject("documents/d1", size, Sha256.of(bytes)));
        ObjectStore reopened = openStore();
        assertThat(reopened.find("documents/d1")).contains(stored);
        assertThat(read(reopened, "documents/d1")).isEqualTo(bytes);
    }

    @Test
    void shouldAcceptRepeatOfSameBytes() throws IOException {
        // given
        byte[] bytes = bytes(1, 1000);
        StoredObject first = put("d1", bytes);

        // when
        StoredObject second = put("d1", bytes);

        // then
        assertThat(second).isEqualTo(first);
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseOtherBytesUnderSameName() throws IOException {
        // given
        byte[] bytes = bytes(1, 1000);
        put("d1", bytes);

        // when, then
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(() -> put("d1", bytes(2, 1000)));
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(() -> put("d1", bytes(1, 999)));
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @Test
    void shouldLetExactlyOneOfManyRacingWritersWin() throws Exception {
        // given
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            contents.add(bytes(i, 100_000));
        }

        // when
        List<byte[]> acknowledged = race(contents);

        // then
        assertThat(acknowledged).isNotEmpty().contains(read(store, "d1"));
        if (store.abilities().atomicCreate()) {
            assertThat(acknowledged).hasSize(1);
        }
        // Whoever was told so wrongly is told of it by a repetition.
        assertThat(race(contents)).containsExactly(read(store, "d1"));
    }

    @Test
    void shouldLetAllRacingWritersOfSameBytesSucceed() throws Exception {
        // given
        byte[] bytes = bytes(1, 100_000);

        // when
        List<byte[]> acknowledged = race(Collections.nCopies(RACERS, bytes));

        // then
        assertThat(acknowledged).hasSize(RACERS);
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, -70_000, 70_000})
    void shouldStoreNothingOfOtherSizeThanAnnounced(int difference) {
        // given
        byte[] bytes = bytes(1, 100_000);

        // when, then
        assertThatExceptionOfType(DamagedObject.class)
                .isThrownBy(() -> store.putIfAbsent(
                        "d1",
                        Channels.newChannel(new ByteArrayInputStream(bytes)),
                        bytes.length + difference,
                        Sha256.of(bytes)));
        assertNothingUnder("d1");
    }

    @Test
    void shouldStoreNothingOfOtherDigestThanAnnounced() {
        // given
        byte[] bytes = bytes(1, 100_000);
        byte[] announced = Sha256.of(bytes);
        bytes[99_999] ^= 1;

        // when, then
        assertThatExceptionOfType(DamagedObject.class)
                .isThrownBy(() -> store.putIfAbsent(
                        "d1", Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, announced));
        assertNothingUnder("d1");
    }

    @Test
    void shouldStoreNothingWhenSourceFailsHalfWay() {
        // given
        byte[] bytes = bytes(1, 200_000);
        byte[] half = Arrays.copyOf(bytes, 100_000);

        // when, then
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> putFrom(half, () -> new IOException("source failed"), bytes));
        assertThatIllegalStateException()
                .isThrownBy(() -> putFrom(half, () -> new IllegalStateException("source failed"), bytes));
        assertNothingUnder("d1");
        assertThat(put("d1", bytes).sizeBytes()).isEqualTo(bytes.length);
    }

    @Test
    void shouldSayWhenThereIsNoObject() {
        assertThat(store.find("d1")).isEmpty();
        assertThatExceptionOfType(ObjectMissing.class).isThrownBy(() -> store.open("d1"));
    }

    @Test
    void shouldDeleteOnceOrTwice() {
        // given
        put("d1", bytes(1, 10));
        put("d2", bytes(2, 10));

        // when
        store.delete("d1");
        store.delete("d1");

        // then
        assertNothingUnder("d1");
        assertThat(store.find("d2")).isPresent();
        assertThat(put("d1", bytes(3, 10)).sizeBytes()).isEqualTo(10);
    }

    @Test
    void shouldReadRangesInAnyOrder() throws IOException {
        // given
        byte[] bytes = bytes(1, 300_000);
        put("d1", bytes);
        Random random = new Random(7);

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            assertThat(channel.size()).isEqualTo(bytes.length);
            assertThat(channel.position()).isZero();
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(bytes.length + 1);
                int length = random.nextInt(bytes.length - from + 1);
                byte[] range = Channels.newInputStream(channel.position(from)).readNBytes(length);

                // then
                assertThat(range).isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
                assertThat(channel.position()).isEqualTo(from + length);
            }
            assertThat(channel.position(bytes.length).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
            assertThat(channel.position(bytes.length + 9L).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void shouldNeverGiveWrongBytesToReaderOfDeletedObject() throws IOException {
        // given
        byte[] bytes = bytes(1, 300_000);
        put("d1", bytes);

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            store.delete("d1");
            put("d1", bytes(2, 300_000));

            // then
            try {
                assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(bytes);
            } catch (IOException | ObjectStoreFailure allowed) {
                assertThat(allowed).isNotNull();
            }
        }
    }

    @Test
    void shouldKeepNamesApart() throws IOException {
        // given
        List<String> names = List.of("a", "a/b", "a.b", "a-b", "a_b", "b/a", "a/b/c", "ab", "x".repeat(200));

        // when
        for (String name : names) {
            put(name, bytes(name.hashCode(), 100));
        }

        // then
        for (String name : names) {
            assertThat(read(store, name)).isEqualTo(bytes(name.hashCode(), 100));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", ".hidden", "a/.b", "A", "a b", "a\\b",
                "a:b", "a~b", "a%2e", "ä", "a\n", "a\0"
            })
    void shouldRefuseNamesThatSomeStoreCannotKeep(String name) {
        assertRefused(name);
    }

    @Test
    void shouldRefuseNamesThatAreTooLong() {
        assertRefused("x".repeat(201));
    }

    @Test
    void shouldNameItsLimit() {
        assertThat(store.abilities().maxObjectBytes()).isGreaterThanOrEqualTo(10L * 1024 * 1024);
    }

    @Test
    void shouldNameItselfWithoutChangingTheName() {
        // given
        ObjectStore reopened = openStore();

        // then
        assertThat(store.label()).matches("[a-z0-9]+(:[A-Za-z0-9@:._-]+)?").isEqualTo(reopened.label());
        reopened.close();
    }

    @Test
    void shouldListTheObjectsBelowAPrefix() {
        // given
        Assumptions.assumeTrue(store.abilities().listing(), "This store does not list its objects");
        Instant begun = Instant.now();
        for (String name :
                List.of("documents/p1/d1", "documents/p1/d2", "documents/p10/d3", "documents-2/p1/d4", "d5")) {
            put(name, bytes(1, 10));
        }

        // then
        assertThat(names("documents/p1/")).containsExactlyInAnyOrder("documents/p1/d1", "documents/p1/d2");
        assertThat(names("documents/"))
                .containsExactlyInAnyOrder("documents/p1/d1", "documents/p1/d2", "documents/p10/d3");
        assertThat(names("")).hasSize(5);
        assertThat(names("nothing/")).isEmpty();
        try (Stream<ListedObject> listed = store.list("")) {
            assertThat(listed)
                    .allSatisfy(object -> assertThat(object.createdAt())
                            .isBetween(begun.minusSeconds(2), Instant.now().plusSeconds(2)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents", "/", "../", "a//", "documents/../", "A/"})
    void shouldRefusePrefixesThatNoNamesBeginWith(String prefix) {
        Assumptions.assumeTrue(store.abilities().listing(), "This store does not list its objects");
        assertThatIllegalArgumentException().isThrownBy(() -> names(prefix));
    }

    private List<String> names(String prefix) {
        try (Stream<ListedObject> listed = store.list(prefix)) {
            return listed.map(ListedObject::name).toList();
        }
    }

    protected StoredObject put(String name, byte[] bytes) {
        return store.putIfAbsent(
                name, Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, Sha256.of(bytes));
    }

    protected static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected static byte[] read(ObjectStore store, String name) throws IOException {
        try (SeekableByteChannel channel = store.open(name)) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }

    private List<byte[]> race(List<byte[]> contents) throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (byte[] content : contents) {
            writers.add(() -> {
                try {
                    put("d1", content);
                    return true;
                } catch (ObjectConflict lost) {
                    return false;
                }
            });
        }
        List<byte[]> acknowledged = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(contents.size());
        try {
            List<Future<Boolean>> results = threads.invokeAll(writers);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).get()) {
                    acknowledged.add(contents.get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return acknowledged;
    }

    private void putFrom(byte[] half, Supplier<Exception> failure, byte[] announced) {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                Exception thrown = failure.get();
                if (thrown instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) thrown;
            }
        };
        store.putIfAbsent(
                "d1",
                Channels.newChannel(new SequenceInputStream(new ByteArrayInputStream(half), failing)),
                announced.length,
                Sha256.of(announced));
    }

    private void assertNothingUnder(String name) {
        assertThat(store.find(name)).isEmpty();
        assertThatExceptionOfType(ObjectMissing.class).isThrownBy(() -> store.open(name));
    }

    private void assertRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> put(name, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(name));
        assertThatIllegalArgumentException().isThrownBy(() -> store.find(name));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(name));
    }
}
