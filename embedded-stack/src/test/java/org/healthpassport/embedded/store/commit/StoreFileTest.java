package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFileTest {
    private static final FilePath DISK = new ForgetfulFile();
    private static final int KEYS = 10_000;
    private static final int COMMITS = 300;
    private static final int WRITES_PER_COMMIT = 60;

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final Map<Integer, byte[]> expected = new HashMap<>();

    @Test
    void shouldGiveBackTheSpaceOfRewrittenDataWithShortPauses() throws Exception {
        // given
        Path path = folder.resolve("store");
        try (StoreFile file = StoreFile.open(path.toString(), 0)) {
            MVMap<Integer, byte[]> map = file.store().openMap("data");
            rewriteHereAndThere(file, map);
            long grown = Files.size(path);

            // when
            Duration longest = Duration.ZERO;
            for (int i = 0; i < 30; i++) {
                long begin = System.nanoTime();
                file.tidy();
                Duration pause = Duration.ofNanos(System.nanoTime() - begin);
                longest = pause.compareTo(longest) > 0 ? pause : longest;
            }

            // then
            assertThat(Files.size(path)).isLessThan(grown / 2);
            assertThat(longest).isLessThan(Duration.ofSeconds(2));
            assertHolds(map);
            rewriteHereAndThere(file, map);
            assertHolds(map);
        }
        try (StoreFile file = StoreFile.open(path.toString(), 0)) {
            assertHolds(file.store().openMap("data"));
        }
    }

    @Test
    void shouldKeepWhatWasForcedWhenThePowerIsLost() throws Exception {
        // given a disk that keeps only what was forced
        FilePath.register(DISK);
        try (StoreFile file = StoreFile.open("forgetful:" + folder.resolve("store"), () -> true)) {
            MVMap<Integer, byte[]> map = file.store().openMap("data");
            put(map, 1);
            file.commit();
            file.force();
            map.put(2, new byte[1_000]);
            file.commit();

            // when
            Path left = Files.write(folder.resolve("left"), ForgetfulFile.forced);

            // then
            try (StoreFile again = StoreFile.open(left.toString(), () -> true)) {
                MVMap<Integer, byte[]> read = again.store().openMap("data");
                assertThat(read.get(1)).isEqualTo(expected.get(1));
                assertThat(read).doesNotContainKey(2);
            }
        } finally {
            FilePath.unregister(DISK);
        }
    }

    @Test
    void shouldSayThatAClosedStoreKeepsNothing() {
        // given
        StoreFile file = StoreFile.open(folder.resolve("store").toString(), 0);

        // when, as H2 does when a write fails
        file.store().closeImmediately();

        // then
        assertThatThrownBy(file::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(file::force).isInstanceOf(MVStoreException.class);
        file.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveBackSpaceWhenClosedUnlessTheDiskIsFull(boolean hasSpace) throws Exception {
        // given
        Path path = folder.resolve("store");
        StoreFile file = StoreFile.open(path.toString(), () -> hasSpace);
        rewriteHereAndThere(file, file.store().openMap("data"));
        long grown = Files.size(path);

        // when
        file.tidy();
        assertThat(Files.size(path)).as("not within five seconds").isGreaterThanOrEqualTo(grown);
        file.close();

        // then
        if (hasSpace) {
            assertThat(Files.size(path)).isLessThan(grown * 3 / 4);
        } else {
            assertThat(Files.size(path)).isGreaterThan(grown * 3 / 4);
        }
    }

    private void rewriteHereAndThere(StoreFile file, MVMap<Integer, byte[]> map) {
        for (int key = 0; key < KEYS; key++) {
            put(map, key);
        }
        file.commit();
        for (int commit = 0; commit < COMMITS; commit++) {
            for (int write = 0; write < WRITES_PER_COMMIT; write++) {
                put(map, random.nextInt(KEYS));
            }
            file.commit();
        }
        file.force();
    }

    private void put(MVMap<Integer, byte[]> map, int key) {
        byte[] value = new byte[1_000];
        random.nextBytes(value);
        map.put(key, value);
        expected.put(key, value);
    }

    /** A file of H2's of which a copy is kept as it was last forced; public because H2 makes instances by reflection. */
    public static final class ForgetfulFile extends FilePathWrapper {
        static volatile byte[] forced = {};

        @Override
        public String getScheme() {
            return "forgetful";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            FileChannel channel = super.open(mode);
            return new FileBaseDefault() {
                @Override
                public long size() throws IOException {
                    return channel.size();
                }

                @Override
                public int read(ByteBuffer target, long position) throws IOException {
                    return channel.read(target, position);
                }

                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    return channel.write(source, position);
                }

                @Override
                protected void implTruncate(long size) throws IOException {
                    channel.truncate(size);
                }

                @Override
                public void force(boolean metaData) throws IOException {
                    ByteBuffer content = ByteBuffer.allocate((int) channel.size());
                    int read;
                    do {
                        read = channel.read(content, content.position());
                    } while (read > 0);
                    forced = content.array();
                }

                @Override
                public FileLock tryLock(long position, long size, boolean shared) throws IOException {
                    return channel.tryLock(position, size, shared);
                }

                @Override
                protected void implCloseChannel() throws IOException {
                    channel.close();
                }
            };
        }
    }

    private void assertHolds(MVMap<Integer, byte[]> map) {
        assertThat(map).hasSize(KEYS);
        assertThat(expected.entrySet().stream()
                        .filter(entry -> !Arrays.equals(map.get(entry.getKey()), entry.getValue())))
                .isEmpty();
    }
}
