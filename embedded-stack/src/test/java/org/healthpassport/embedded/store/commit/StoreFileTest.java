package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {
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

    private void assertHolds(MVMap<Integer, byte[]> map) {
        assertThat(map).hasSize(KEYS);
        assertThat(expected.entrySet().stream()
                        .filter(entry -> !Arrays.equals(map.get(entry.getKey()), entry.getValue())))
                .isEmpty();
    }
}
