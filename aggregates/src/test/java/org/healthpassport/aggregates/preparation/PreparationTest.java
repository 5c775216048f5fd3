package org.healthpassport.aggregates.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.aggregates.preparation.PreparationStep.Stage;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.core.publisher.Mono;

class PreparationTest {
    private final List<Stage> done = new CopyOnWriteArrayList<>();
    private final AtomicBoolean databaseIsAway = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicBoolean keyIsAnother = new AtomicBoolean();
    private final Preparation preparation =
            new Preparation(List.of(step(Stage.DATA), step(Stage.SECRETS), step(Stage.INDEXES)));

    @Test
    void shouldRunStepsStageByStage() {
        // when
        preparation.attempt();

        // then
        assertThat(preparation.isDone()).isTrue();
        assertThat(done).containsExactly(Stage.SECRETS, Stage.INDEXES, Stage.DATA);
    }

    @Test
    void shouldBeDoneOnceTheDatabaseIsBack() {
        // given
        databaseIsAway.set(true);
        assertThatThrownBy(preparation::attempt).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(preparation.isDone()).isFalse();

        // when
        databaseIsAway.set(false);
        preparation.attempt();

        // then
        assertThat(preparation.isDone()).isTrue();
    }

    @Test
    void shouldEndTheStartWhereTheKeyIsAnother() {
        // given
        keyIsAnother.set(true);

        // when, then
        assertThatThrownBy(preparation::attempt)
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessage("another key");
        assertThat(attempts).hasValue(1);
        assertThat(preparation.isDone()).isFalse();
    }

    private PreparationStep step(Stage stage) {
        return new PreparationStep() {
            @Override
            public Mono<Void> prepare() {
                return Mono.fromRunnable(() -> {
                    attempts.incrementAndGet();
                    if (databaseIsAway.get()) {
                        throw new DataAccessResourceFailureException("away");
                    }
                    if (keyIsAnother.get()) {
                        throw new SealBroken("another key");
                    }
                    done.add(stage);
                });
            }

            @Override
            public Stage stage() {
                return stage;
            }
        };
    }
}
