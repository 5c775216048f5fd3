package org.healthpassport.bus.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.subscription.SubscriptionListener.HandlerFailure;
import org.healthpassport.events.MalformedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

class ClassifiedFailureTest {

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(byHandler(new TransientFailure("503")), FailureKind.TRANSIENT),
                Arguments.of(byHandler(new IllegalStateException(new TransientFailure("503"))), FailureKind.TRANSIENT),
                Arguments.of(byHandler(new HandlerFailure(new InterruptedException())), FailureKind.TRANSIENT),
                Arguments.of(byHandler(new ConfigurationFailure("403")), FailureKind.CONFIGURATION),
                Arguments.of(
                        byHandler(new HandlerFailure(new IOException(new ConfigurationFailure("403")))),
                        FailureKind.CONFIGURATION),
                Arguments.of(byHandler(new MalformedEvent("Expected a type")), FailureKind.RECORD),
                Arguments.of(byHandler(new ImpossibleValue("Expected a type")), FailureKind.RECORD),
                Arguments.of(byHandler(new IllegalStateException("disk")), FailureKind.UNEXPECTED),
                Arguments.of(byHandler(new HandlerFailure(new IOException("disk"))), FailureKind.TRANSIENT),
                Arguments.of(
                        byHandler(new HandlerFailure(new IOException("No space left on device"))),
                        FailureKind.STORAGE_FULL),
                Arguments.of(
                        byHandler(new HandlerFailure(new ExecutionException(new TimeoutException("published")))),
                        FailureKind.TRANSIENT),
                // A handled record must not become a dead letter because its offset could not be committed.
                Arguments.of(new TimeoutException("commit"), FailureKind.TRANSIENT),
                Arguments.of(new CommitFailedException(), FailureKind.TRANSIENT),
                Arguments.of(new WakeupException(), FailureKind.TRANSIENT),
                Arguments.of(byHandler(new WakeupException()), FailureKind.TRANSIENT));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void shouldJudgeByWhatTheHandlerThrew(Exception thrown, FailureKind expected) {
        assertThat(ClassifiedFailure.of(thrown).kind()).isEqualTo(expected);
    }

    @Test
    void shouldTakeARecordForHandledOnlyIfItsCommitWasInterrupted() {
        assertThat(ClassifiedFailure.of(new WakeupException()).handled()).isTrue();
        assertThat(ClassifiedFailure.of(byHandler(new WakeupException())).handled())
                .isFalse();
        assertThat(ClassifiedFailure.of(new CommitFailedException()).handled()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void shouldTellNoMessageButOurOwn(Exception thrown, FailureKind kind) {
        // when
        ClassifiedFailure failure = ClassifiedFailure.of(thrown);

        // then
        assertThat(failure.where())
                .startsWith(failure.cause().getClass().getName())
                .doesNotContain("disk", "503", "commit");
        if (kind == FailureKind.RECORD) {
            assertThat(failure.reason()).isEqualTo("Expected a type");
        } else {
            assertThat(failure.reason()).isEqualTo(failure.where());
        }
    }

    private static Exception byHandler(Exception thrown) {
        return new ListenerExecutionFailedException("Listener failed", "group", thrown);
    }
}
