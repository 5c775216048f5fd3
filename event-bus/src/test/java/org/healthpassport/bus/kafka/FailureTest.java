package org.healthpassport.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.kafka.Failure.Kind;
import org.healthpassport.bus.kafka.SubscriptionListener.HandlerFailure;
import org.healthpassport.events.MalformedEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

class FailureTest {

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(byHandler(new TransientFailure("503")), Kind.TRANSIENT),
                Arguments.of(byHandler(new IllegalStateException(new TransientFailure("503"))), Kind.TRANSIENT),
                Arguments.of(byHandler(new HandlerFailure(new InterruptedException())), Kind.TRANSIENT),
                Arguments.of(byHandler(new ConfigurationFailure("403")), Kind.CONFIGURATION),
                Arguments.of(
                        byHandler(new HandlerFailure(new IOException(new ConfigurationFailure("403")))),
                        Kind.CONFIGURATION),
                Arguments.of(byHandler(new MalformedEvent("Expected a type")), Kind.MALFORMED),
                Arguments.of(byHandler(new HandlerFailure(new IOException("disk"))), Kind.POISON),
                Arguments.of(
                        byHandler(new HandlerFailure(new ExecutionException(new TimeoutException("published")))),
                        Kind.TRANSIENT),
                // A handled record must not become a dead letter because its offset could not be committed.
                Arguments.of(new TimeoutException("commit"), Kind.TRANSIENT),
                Arguments.of(new CommitFailedException(), Kind.TRANSIENT),
                Arguments.of(new WakeupException(), Kind.UNCOMMITTED),
                Arguments.of(byHandler(new WakeupException()), Kind.POISON));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void shouldJudgeByWhatTheHandlerThrew(Exception thrown, Kind expected) {
        assertThat(Failure.of(thrown).kind()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void shouldTellNoMessageButOurOwn(Exception thrown, Kind kind) {
        // when
        Failure failure = Failure.of(thrown);

        // then
        assertThat(failure.where())
                .startsWith(failure.cause().getClass().getName())
                .doesNotContain("disk", "503", "commit");
        if (kind == Kind.MALFORMED) {
            assertThat(failure.reason()).isEqualTo("Expected a type");
        } else {
            assertThat(failure.reason()).isEqualTo(failure.where());
        }
    }

    private static Exception byHandler(Exception thrown) {
        return new ListenerExecutionFailedException("Listener failed", "group", thrown);
    }
}
