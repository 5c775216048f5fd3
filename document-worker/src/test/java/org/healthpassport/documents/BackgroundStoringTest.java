package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.healthpassport.bus.TransientFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundStoringTest {
    private static final Runnable NOTHING = () -> {};
    private static final Predicate<Exception> NEVER = failure -> false;

    private final BackgroundStoring background = new BackgroundStoring(Duration.ofMillis(50));
    private final CountDownLatch storeAnswers = new CountDownLatch(1);
    private final AtomicInteger stored = new AtomicInteger();
    private final Callable<?> slow = () -> {
        storeAnswers.await();
        return stored.incrementAndGet();
    };

    @AfterEach
    void stop() {
        storeAnswers.countDown();
        background.close();
    }

    @Test
    void shouldReturnWhenADocumentIsStored() throws Exception {
        // when
        new BackgroundStoring(Duration.ofMinutes(1)).store("d1", stored::incrementAndGet, NEVER, NOTHING);

        // then
        assertThat(stored).hasValue(1);
    }

    @Test
    void shouldLetOthersPassASlowDocument() throws Exception {
        // given
        background.store("slow", slow, NEVER, NOTHING);

        // when
        background.store("fast", () -> stored.addAndGet(10), NEVER, NOTHING);

        // then
        await().untilAsserted(() -> assertThat(stored).hasValue(10));
        storeAnswers.countDown();
        await().untilAsserted(() -> assertThat(stored).hasValue(11));
    }

    @Test
    void shouldNotStoreADocumentTwiceAtOnce() throws Exception {
        // given
        background.store("slow", slow, NEVER, NOTHING);

        // when
        background.store("slow", slow, NEVER, NOTHING);

        // then
        storeAnswers.countDown();
        background.close();
        assertThat(stored).hasValue(1);
    }

    @Test
    void shouldTellOfAFailureInTimeAndStoreAgain() throws Exception {
        // given
        BackgroundStoring patient = new BackgroundStoring(Duration.ofMinutes(1));
        assertThatThrownBy(() -> patient.store(
                        "d1",
                        () -> {
                            throw new IOException("failed");
                        },
                        NEVER,
                        NOTHING))
                .isInstanceOf(IOException.class)
                .hasMessage("failed");

        // when
        patient.store("d1", stored::incrementAndGet, NEVER, NOTHING);

        // then
        assertThat(stored).hasValue(1);
        patient.close();
    }

    @Test
    void shouldTryAgainInTheBackgroundUntilTheStoreIsBack() throws Exception {
        // when
        background.store(
                "d1",
                () -> {
                    storeAnswers.await();
                    if (stored.incrementAndGet() < 3) {
                        throw new IOException("away");
                    }
                    return null;
                },
                failure -> failure instanceof IOException,
                NOTHING);
        storeAnswers.countDown();

        // then
        await().untilAsserted(() -> assertThat(stored).hasValue(3));
        background.close();
        assertThat(stored).hasValue(3);
    }

    @Test
    void shouldGiveUpInTheBackgroundWhereAnotherAttemptIsNoUse() throws Exception {
        // when
        background.store(
                "d1",
                () -> {
                    storeAnswers.await();
                    stored.incrementAndGet();
                    throw new IOException("refused");
                },
                NEVER,
                NOTHING);
        storeAnswers.countDown();
        background.close();

        // then
        assertThat(stored).hasValue(1);
    }

    @Test
    void shouldBoundTheDocumentsUnderWay() throws Exception {
        // given
        for (int i = 0; i < 8; i++) {
            background.store("slow-" + i, slow, NEVER, NOTHING);
        }

        // then
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> background.store("one-more", slow, NEVER, NOTHING));
        storeAnswers.countDown();
        await().untilAsserted(() -> assertThat(stored).hasValue(8));
        background.store("one-more", slow, NEVER, NOTHING);
        await().untilAsserted(() -> assertThat(stored).hasValue(9));
    }

    @Test
    void shouldForgetADocumentWhoseTurnWasInterrupted() throws Exception {
        // given
        for (int i = 0; i < 8; i++) {
            background.store("slow-" + i, slow, NEVER, NOTHING);
        }
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> background.store("interrupted", slow, NEVER, NOTHING));
        storeAnswers.countDown();
        await().untilAsserted(() -> assertThat(stored).hasValue(8));

        // when
        background.store("interrupted", slow, NEVER, NOTHING);

        // then
        await().untilAsserted(() -> assertThat(stored).hasValue(9));
    }

    @Test
    void shouldUndoADocumentThatIsDeletedWhileItIsStored() throws Exception {
        // given
        AtomicInteger objects = new AtomicInteger();
        background.store(
                "slow",
                () -> {
                    storeAnswers.await();
                    return objects.incrementAndGet();
                },
                NEVER,
                objects::decrementAndGet);

        // when
        background.delete("slow", () -> assertThat(objects).hasValue(0));

        // then
        storeAnswers.countDown();
        background.close();
        assertThat(objects).hasValue(0);
    }
}
