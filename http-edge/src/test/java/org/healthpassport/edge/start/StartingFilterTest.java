package org.healthpassport.edge.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthpassport.bus.start.StartWait;
import org.healthpassport.edge.problem.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class StartingFilterTest {
    private final StartWait start = new StartWait(List.of(), Duration.ofSeconds(5), event -> {});

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/actuator", "/actuator/metrics", "/actuator/healthy"})
    void shouldTakeNothingButHealthUntilTheStartIsOver(String path) {
        assertThat(passes("/actuator/health")).isTrue();
        assertThat(passes("/actuator/health/readiness")).isTrue();
        assertThatThrownBy(() -> passes(path)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().type().status()).isEqualTo(503);
            assertThat(refusal.problem().retryAfter()).isPositive();
        });
        start.start();
        assertThat(passes(path)).isTrue();
    }

    private boolean passes(String path) {
        AtomicBoolean passed = new AtomicBoolean();
        new StartingFilter(start)
                .filter(
                        MockServerWebExchange.from(MockServerHttpRequest.get(path)),
                        exchange -> Mono.fromRunnable(() -> passed.set(true)))
                .block(Duration.ofSeconds(5));
        return passed.get();
    }
}
