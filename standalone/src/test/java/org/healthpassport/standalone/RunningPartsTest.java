package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.healthpassport.standalone.failure.StartFailed;
import org.junit.jupiter.api.Test;

class RunningPartsTest {
    private final List<String> stopped = new ArrayList<>();
    private final RunningParts parts = new RunningParts();

    @Test
    void shouldStopInTheOrderGivenAndTheFirstLaunchLast() throws InterruptedException {
        // given
        parts.launch(List.of(part("broker"), part("store")));
        parts.launch(List.of(part("api"), part("worker")));

        // when
        parts.close();
        parts.close();

        // then
        assertThat(stopped).containsExactly("api", "worker", "broker", "store");
    }

    @Test
    void shouldStopTheOthersWhenOneFailsToStart() throws InterruptedException {
        // given
        Callable<AutoCloseable> failing = () -> {
            throw new StartFailed("Port 1 is in use.");
        };

        // when, then
        assertThatThrownBy(() -> parts.launch(List.of(part("api"), failing, part("worker"))))
                .isInstanceOf(StartFailed.class)
                .hasMessage("Port 1 is in use.");
        parts.close();
        assertThat(stopped).containsExactly("api", "worker");
    }

    @Test
    void shouldStopTheOthersWhenOneFailsToStop() throws InterruptedException {
        // given
        parts.launch(List.of(part("broker")));
        parts.launch(List.of(() -> () -> {
            throw new IllegalStateException("stuck");
        }));

        // when
        parts.close();

        // then
        assertThat(stopped).containsExactly("broker");
    }

    @Test
    void shouldStartNothingMoreOnceClosed() {
        // given
        parts.close();

        // when, then
        assertThatThrownBy(() -> parts.launch(List.of(part("api")))).isInstanceOf(StartFailed.class);
    }

    private Callable<AutoCloseable> part(String name) {
        return () -> () -> stopped.add(name);
    }
}
