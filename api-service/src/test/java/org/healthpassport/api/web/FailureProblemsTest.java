package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.log.AccessNotRecorded;
import org.healthpassport.api.document.DocumentFailure;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DuplicateKeyException;

class FailureProblemsTest {
    private static final Unreadable UNREADABLE = new Unreadable("records", "r1", "p1", UnreadableReason.SEAL_BROKEN);

    private final FailureProblems failures = new FailureProblems();

    static Stream<Arguments> problems() {
        return Stream.of(
                arguments(new DuplicateKeyException("E11000"), ProblemType.CONFLICT),
                arguments(catchThrowable(() -> ReadResult.broken(UNREADABLE).orThrow()), ProblemType.UNREADABLE));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void shouldTranslateFailuresOfTheWritePath(Throwable failure, ProblemType expected) {
        assertThat(failures.problemOf(failure)).map(problem -> problem.type()).contains(expected);
    }

    @Test
    void shouldSayWhenToAskAgainForAListThatCannotBeRead() {
        // given
        UnreadableAlarm alarm = new UnreadableAlarm(new SimpleMeterRegistry(), Clock.systemUTC());
        Throwable refused =
                catchThrowable(() -> alarm.requireFew(Collections.nCopies(10, ReadResult.broken(UNREADABLE))));

        // then
        assertThat(failures.problemOf(refused)).hasValueSatisfying(problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.MOSTLY_UNREADABLE);
            assertThat(problem.retryAfter()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTranslateWhyNoAccessIsRecorded(AccessNotRecorded.Reason reason) {
        assertThat(failures.problemOf(new AccessNotRecorded(reason))).hasValueSatisfying(problem -> {
            assertThat(problem.type())
                    .isEqualTo(
                            reason == AccessNotRecorded.Reason.STORAGE_FULL
                                    ? ProblemType.STORAGE_FULL
                                    : ProblemType.UNAVAILABLE);
            assertThat(problem.detail()).contains("could not be recorded");
            assertThat(problem.retryAfter()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "STORES_AWAY, UNAVAILABLE, PT5S",
        "STAGING_FULL, STORAGE_FULL, PT1M",
        "NOT_STAGED, UNAVAILABLE, PT5S",
        "LOST, UNAVAILABLE,"
    })
    void shouldTranslateFailuresOfDocuments(DocumentFailure.Reason reason, ProblemType type, Duration retryAfter) {
        assertThat(failures.problemOf(new DocumentFailure(reason))).hasValueSatisfying(problem -> {
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.retryAfter()).isEqualTo(retryAfter);
        });
    }

    @Test
    void shouldLeaveOtherFailuresToTheEdge() {
        assertThat(failures.problemOf(new IllegalStateException("other"))).isEmpty();
    }
}
