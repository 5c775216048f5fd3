package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final AccessedDocuments ANY = AccessedDocuments.everything();

    private final CountingDisk disk = new CountingDisk();

    @Test
    void shouldCommitManyWritesAtOnceAndNeverHalfAWrite() throws Exception {
        var threads = Executors.newFixedThreadPool(32);
        try (GroupCommit commits = new GroupCommit(disk, failure -> {})) {
            // when
            List<Future<Boolean>> durable = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                durable.add(threads.submit(() -> {
                    int written = commits.write(ANY, () -> {
                        disk.begun.incrementAndGet();
                        return disk.done.incrementAndGet();
                    });
                    return disk.forced >= written;
                }));
            }

            // then
            for (Future<Boolean> each : durable) {
                assertThat(each.get()).isTrue();
            }
            assertThat(disk.sawHalfAWrite).isFalse();
            assertThat(disk.commits).isLessThan(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldAcknowledgeNothingAfterAFailedCommit() {
        try (GroupCommit commits = new GroupCommit(disk, failure -> {})) {
            // given
            commits.write(ANY, disk.done::incrementAndGet);
            disk.full = true;

            // when, then
            assertThatThrownBy(() -> commits.write(ANY, disk.done::incrementAndGet))
                    .isInstanceOf(StoreFailed.class);
            disk.full = false;
            assertThatThrownBy(() -> commits.write(ANY, disk.done::incrementAndGet))
                    .isInstanceOf(StoreFailed.class);
            assertThatThrownBy(commits::requireDurable).isInstanceOf(StoreFailed.class);
            assertThat(disk.done).hasValue(2);
        }
    }

    @Test
    void shouldPassOnWhatAWriteThrows() {
        try (GroupCommit commits = new GroupCommit(disk, failure -> {})) {
            assertThatThrownBy(() -> commits.write(ANY, () -> {
                        throw new IllegalArgumentException("refused");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(commits.write(ANY, () -> "next")).isEqualTo("next");
        }
    }

    private static final class CountingDisk implements GroupCommit.Storage {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        private int committed;
        volatile int commits;
        volatile int forced;
        volatile boolean sawHalfAWrite;
        volatile boolean full;

        @Override
        public void commit() {
            if (full) {
                throw new IllegalStateException("No space left on device");
            }
            sawHalfAWrite |= begun.get() > 0 && begun.get() != done.get();
            committed = done.get();
            commits = commits + 1;
        }

        @Override
        public void force() {
            forced = committed;
        }

        @Override
        public void tidy() {}
    }
}
