package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableReadTest {
    private static final AccessedDocuments LINKS = AccessedDocuments.ofCollection("test.links");
    private static final AccessedDocuments LINK = AccessedDocuments.ofDocuments("test.links", List.of("link"));
    private static final AccessedDocuments OTHER_LINK = AccessedDocuments.ofDocuments("test.links", List.of("other"));
    private static final AccessedDocuments PATIENTS = AccessedDocuments.ofCollection("test.patients");

    private final RememberingDisk remembering = new RememberingDisk();
    private final StallingDisk disk = new StallingDisk(remembering);
    private final GroupCommit commits = new GroupCommit(disk, failure -> {});

    @AfterEach
    void close() {
        disk.goOn();
        commits.close();
    }

    @Test
    void shouldAnswerAReadAtOnceWhenNothingIsUncommitted() {
        // given
        commits.write(LINK, () -> remembering.memory.put("link", 1));
        disk.stall();

        // when
        Integer seen = commits.read(AccessedDocuments.everything(), () -> remembering.memory.get("link"));

        // then
        assertThat(seen).isEqualTo(1);
    }

    @Test
    void shouldNotTellOfAWriteBeforeItIsDurable() throws Exception {
        // given
        disk.stall();
        Running<Integer> write =
                run(() -> commits.write(LINK, () -> remembering.memory.merge("link", 1, Integer::sum)));
        await().until(() -> remembering.memory.containsKey("link"));

        // when
        List<Running<Integer>> reads = new ArrayList<>();
        for (AccessedDocuments seen : List.of(LINK, LINKS, AccessedDocuments.everything())) {
            reads.add(run(() -> commits.read(seen, () -> remembering.memory.get("link"))));
        }

        // then
        write.assertWaiting();
        reads.forEach(Running::assertWaiting);
        disk.goOn();
        for (Running<Integer> read : reads) {
            assertThat(read.answer()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTellOfAWriteThatHasChangedSomethingButGoesOn() throws Exception {
        // given
        CountDownLatch goOn = new CountDownLatch(1);
        Running<Integer> write = run(() -> commits.write(LINK, () -> {
            remembering.memory.put("link", 1);
            awaitUninterruptibly(goOn);
            return 1;
        }));
        await().until(() -> remembering.memory.containsKey("link"));

        // when
        Running<Integer> read = run(() -> commits.read(LINK, () -> remembering.memory.get("link")));

        // then
        read.assertWaiting();
        goOn.countDown();
        assertThat(read.answer()).isEqualTo(1);
        assertThat(write.answer()).isEqualTo(1);
    }

    @Test
    void shouldNotTellOfAWriteThatBeganWhileItRead() throws Exception {
        // given
        disk.stall();

        // when
        Running<Integer> read = run(() -> commits.read(LINK, () -> {
            run(() -> commits.write(LINK, () -> remembering.memory.merge("link", 1, Integer::sum)));
            await().until(() -> remembering.memory.containsKey("link"));
            return remembering.memory.get("link");
        }));
        await().until(() -> remembering.memory.containsKey("link"));

        // then
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(read.task()).isNotDone());
        disk.goOn();
        assertThat(read.answer()).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForWritesOfWhatItDidNotSee() throws Exception {
        // given
        disk.stall();
        Running<Integer> write =
                run(() -> commits.write(LINK, () -> remembering.memory.merge("link", 1, Integer::sum)));
        await().until(() -> remembering.memory.containsKey("link"));

        // when, then
        assertThat(commits.<String>read(OTHER_LINK, () -> "seen")).isEqualTo("seen");
        assertThat(commits.<String>read(PATIENTS, () -> "seen")).isEqualTo("seen");
        write.assertWaiting();
    }

    @Test
    void shouldWaitForAWriteThatMayHaveTouchedAnyDocument() {
        // given
        disk.stall();
        run(() -> commits.write(LINKS, () -> remembering.memory.merge("link", 1, Integer::sum)));
        await().until(() -> remembering.memory.containsKey("link"));

        // when, then
        run(() -> commits.read(OTHER_LINK, () -> 1)).assertWaiting();
        assertThat(commits.<Integer>read(PATIENTS, () -> 1)).isEqualTo(1);
    }

    @Test
    void shouldNotRefuseBecauseOfAWriteBeforeItIsDurable() {
        // given
        disk.stall();
        run(() -> commits.write(LINK, () -> remembering.memory.merge("link", 1, Integer::sum)));
        await().until(() -> remembering.memory.containsKey("link"));

        // when
        Running<Integer> refused = run(() -> commits.write(OTHER_LINK, () -> {
            throw new IllegalArgumentException("Expected another email, but this one is taken");
        }));

        // then
        refused.assertWaiting();
        disk.goOn();
        assertThatThrownBy(refused::answer).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNeverTellOfAWriteThatDidNotReachTheDisk() {
        // given
        disk.stall();
        Running<Integer> write =
                run(() -> commits.write(LINK, () -> remembering.memory.merge("link", 1, Integer::sum)));
        await().until(() -> remembering.memory.containsKey("link"));
        Running<Integer> read = run(() -> commits.read(LINKS, () -> remembering.memory.get("link")));
        read.assertWaiting();

        // when
        disk.breakDown();

        // then
        assertThatThrownBy(write::answer).hasCauseInstanceOf(StoreFailed.class);
        assertThatThrownBy(read::answer).hasCauseInstanceOf(StoreFailed.class);
        assertThatThrownBy(() -> commits.read(LINKS, () -> 1)).isInstanceOf(StoreFailed.class);
    }

    @Test
    void shouldTellOnlyOfWhatACrashAtThatMomentWouldKeep() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(12);
        try {
            // when
            List<Future<Integer>> mistakes = new ArrayList<>();
            for (int client = 0; client < 12; client++) {
                Random random = new Random(client);
                mistakes.add(clients.submit(
                        client < 4 ? () -> write(random, 1_000) : () -> readWhatIsNotOnTheDisk(random, 4_000)));
            }

            // then
            for (Future<Integer> each : mistakes) {
                assertThat(each.get()).isZero();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private int write(Random random, int times) {
        for (int i = 0; i < times; i++) {
            int accessed = random.nextInt(10);
            int id = random.nextInt(8);
            if (accessed == 0) {
                commits.writeAlone(() -> increment(id));
            } else {
                commits.write(
                        accessed < 3 ? LINKS : AccessedDocuments.ofDocuments("test.links", List.of(id)),
                        () -> increment(id));
            }
        }
        return 0;
    }

    private int increment(int id) {
        return remembering.memory.merge(String.valueOf(id), 1, Integer::sum);
    }

    private int readWhatIsNotOnTheDisk(Random random, int times) {
        int mistakes = 0;
        for (int i = 0; i < times; i++) {
            int wide = random.nextInt(10);
            int id = random.nextInt(8);
            AccessedDocuments accessed = wide == 0
                    ? AccessedDocuments.everything()
                    : wide < 3 ? LINKS : AccessedDocuments.ofDocuments("test.links", List.of(id));
            int seen = commits.<Integer>read(accessed, () -> remembering.memory.getOrDefault(String.valueOf(id), 0));
            if (seen > remembering.forced.getOrDefault(String.valueOf(id), 0)) {
                mistakes++;
            }
        }
        return mistakes;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> Running<T> run(Supplier<T> command) {
        FutureTask<T> task = new FutureTask<>(command::get);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, task);
    }

    private record Running<T>(Thread thread, FutureTask<T> task) {
        void assertWaiting() {
            await().until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
            assertThat(task.isDone()).isFalse();
        }

        T answer() throws InterruptedException, ExecutionException {
            return task.get();
        }
    }

    /** Holds in memory what was written, and what of it a crash would keep. */
    private static final class RememberingDisk implements GroupCommit.Storage {
        final Map<String, Integer> memory = new ConcurrentHashMap<>();
        private Map<String, Integer> committed = Map.of();
        volatile Map<String, Integer> forced = Map.of();

        @Override
        public void commit() {
            committed = Map.copyOf(memory);
        }

        @Override
        public void force() {
            forced = committed;
        }

        @Override
        public void tidy() {}
    }
}
