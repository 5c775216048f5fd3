package org.healthpassport.edge.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.healthpassport.edge.request.RequestTracing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

class ProblemHandlerTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ProblemHandler handler =
            new ProblemHandler(JsonMapper.shared(), new ProblemTranslation(List.of()), new RequestTracing());

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
    }

    @Test
    void shouldLogStreamThatBrokeOffWithoutPathAndMessage() {
        // given
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.get("/api/documents/1/content?token=s3cret"));
        exchange.getResponse().setComplete().block(Duration.ofSeconds(5));
        IllegalStateException failure = new IllegalStateException("of a patient");

        // when
        assertThatThrownBy(() -> handler.handle(exchange, failure).block(Duration.ofSeconds(5)))
                .isSameAs(failure);

        // then
        assertThat(logged.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .matches("(?s)Request [0-9a-f-]{36}, .* failed: java.lang.IllegalStateException.*")
                    .doesNotContain("of a patient", "s3cret", "/api/documents");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }
}
