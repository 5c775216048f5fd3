package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
    void shouldAnswerNoReadAfterAFailedCommitAndSayWhatFailed() {
        try (GroupCommit commits = new GroupCommit(disk, failure -> {})) {
            // given
            AccessedDocuments written = AccessedDocuments.ofCollection("test.written");
            disk.broken = true;
            assertThatThrownBy(() -> commits.write(written, disk.done::incrementAndGet))
                    .isInstanceOfSatisfying(StoreFailed.class, failed -> {
                        assertThat(failed.getCode()).isEqualTo(1);
                        assertThat(failed.getCodeName()).isEqualTo("InternalError");
                        assertThat(failed.getMessageWithoutErrorCode()).contains("could not write");
                    });

            // when, then also what that write did not touch
            assertThatThrownBy(() -> commits.read(AccessedDocuments.ofCollection("test.other"), () -> "answer"))
                    .isInstanceOf(StoreFailed.class);
        }
    }

    @Test
    void shouldTidyAfterCommits() {
        try (GroupCommit commits = new GroupCommit(disk, failure -> {})) {
            // when
            commits.write(ANY, disk.done::incrementAndGet);

            // then
            await().until(() -> disk.tidied > 0);
        }
    }

    @Test
    void shouldStayInterruptedWhenItIsClosed() {
        // given
        GroupCommit commits = new GroupCommit(disk, failure -> {});
        commits.write(ANY, disk.done::incrementAndGet);

        // when
        Thread.currentThread().interrupt();
        commits.close();

        // then
        assertThat(Thread.interrupted()).isTrue();
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
        volatile boolean broken;
        volatile int tidied;

        @Override
        public void commit() {
            if (broken) {
                throw new IllegalStateException("Input/output error");
            }
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
        public void tidy() {
            tidied = tidied + 1;
        }
    }
}
