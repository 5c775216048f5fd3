package org.healthpassport.edge.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.RequestTracing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

class ProblemHandlerTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ProblemHandler handler = new ProblemHandler(
            new ProblemBody(JsonMapper.shared()),
            new OutcomeBody(JsonMapper.shared()),
            new ProblemTranslation(List.of()),
            new RequestTracing());

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
        log.setLevel(null);
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

    @Test
    void shouldLogClientThatResetItsConnectionInOneLineForDevelopersOnly() {
        // given
        log.setLevel(Level.DEBUG);
        IOException reset = new IOException("Connection reset by peer");

        // when
        MockServerWebExchange begun = MockServerWebExchange.from(MockServerHttpRequest.get("/api/me"));
        begun.getResponse().setComplete().block(Duration.ofSeconds(5));
        assertThatThrownBy(() -> handler.handle(begun, reset).block(Duration.ofSeconds(5)))
                .hasCause(reset);
        handler.handle(
                        MockServerWebExchange.from(MockServerHttpRequest.get("/api/me")),
                        new SocketException("Connection reset"))
                .block(Duration.ofSeconds(5));

        // then
        assertThat(logged.list).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getFormattedMessage()).doesNotContain("\n");
        });
    }

    @Test
    void shouldAnswerWithProblemAloneIfTheAnswerHadBeenPrepared() {
        // given
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.get("/api/documents/1/content"));
        exchange.getResponse().getHeaders().setETag("\"1\"");
        exchange.getResponse()
                .getHeaders()
                .setContentDisposition(ContentDisposition.attachment().build());

        // when
        handler.handle(exchange, Problem.of(ProblemType.NOT_FOUND, "Nothing.").asException())
                .block(Duration.ofSeconds(5));

        // then
        assertThat(exchange.getResponse().getHeaders().headerNames())
                .doesNotContain(HttpHeaders.ETAG, HttpHeaders.CONTENT_DISPOSITION);
        assertThat(exchange.getResponse().getBodyAsString().block(Duration.ofSeconds(5)))
                .containsPattern("\"instance\":\"urn:healthpassport:request:[0-9a-f-]{36}\"");
    }

    @Test
    void shouldLogDroppedFailureOnceForAllServicesOfThisProcess() {
        // given
        FailureLog first = new FailureLog(List.of());
        FailureLog second = new FailureLog(List.of());
        first.afterPropertiesSet();
        second.afterPropertiesSet();

        try {
            // when
            Operators.onErrorDropped(new IllegalStateException(), Context.empty());

            // then
            assertThat(logged.list).hasSize(1);
        } finally {
            first.destroy();
        }
        try {
            Operators.onErrorDropped(new IllegalStateException(), Context.empty());
            assertThat(logged.list).hasSize(2);
        } finally {
            second.destroy();
        }
    }

    @Test
    void shouldNotCallWorkFailedThatWasInterruptedAfterItsClientLeft() {
        // given
        FailureLog failures = new FailureLog(List.of());
        failures.afterPropertiesSet();
        log.setLevel(Level.DEBUG);

        try {
            // when
            Operators.onErrorDropped(new IOException("store", new InterruptedException()), Context.empty());
            Operators.onErrorDropped(lateAnswer(), Context.empty());
            Operators.onErrorDropped(new TimeoutException(), Context.empty());

            // then
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getLevel)
                    .containsExactly(Level.DEBUG, Level.DEBUG, Level.WARN);
            assertThat(logged.list).noneMatch(line -> line.getFormattedMessage().contains("\n"));
        } finally {
            failures.destroy();
        }
    }

    @Test
    void shouldNotCallARefusalOfAServiceAFailure() {
        // given
        FailureTranslation refusals = cause -> cause instanceof UnsupportedOperationException
                ? Optional.of(Problem.of(ProblemType.TOO_LARGE, "The file is too large."))
                : Optional.empty();
        FailureLog failures = new FailureLog(List.of(refusals));
        log.setLevel(Level.DEBUG);
        failures.afterPropertiesSet();

        try {
            // when
            Operators.onErrorDropped(new UnsupportedOperationException(), Context.empty());
            Operators.onErrorDropped(new IllegalStateException(), Context.empty());
        } finally {
            failures.destroy();
        }
        FailureLog.report("A request", new UnsupportedOperationException());

        // then
        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.DEBUG, Level.ERROR, Level.ERROR);
    }

    /** As of a request of ours that timed out, when its answer comes after all. */
    private static IllegalStateException lateAnswer() {
        IllegalStateException failure = new IllegalStateException("released due to cancellation");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(
                    "org.springframework.http.client.reactive.ReactorClientHttpResponse", "getBody", null, -1)
        });
        return failure;
    }
}
