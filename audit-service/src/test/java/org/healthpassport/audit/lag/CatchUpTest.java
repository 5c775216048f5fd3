package org.healthpassport.audit.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.healthpassport.audit.log.SourcePartition;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final SourcePartition A = new SourcePartition("a", 0);
    private static final SourcePartition B = new SourcePartition("b", 0);
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final CatchUp catchUp = new CatchUp(START, Duration.ZERO);

    @Test
    void shouldKnowNothingNewBeforeItKnowsTheEnds() {
        assertThat(catchUp.progress(Map.of(A, 5L))).isEqualTo(new WriterProgress(0, START));
    }

    @Test
    void shouldCountWhatIsNotCommittedOverAllPartitions() {
        // when
        catchUp.noteEnds(START.plusSeconds(1), Map.of(A, 10L, B, 3L));

        // then
        assertThat(catchUp.progress(Map.of(A, 4L))).isEqualTo(new WriterProgress(9, START));
    }

    @Test
    void shouldHaveCaughtUpWhenEveryEndIsReached() {
        // when
        catchUp.noteEnds(START.plusSeconds(1), Map.of(A, 10L, B, 3L));

        // then
        assertThat(catchUp.progress(Map.of(A, 10L, B, 2L))).isEqualTo(new WriterProgress(1, START));
        assertThat(catchUp.progress(Map.of(A, 10L, B, 3L))).isEqualTo(new WriterProgress(0, START.plusSeconds(1)));
    }

    @Test
    void shouldCatchUpEvenIfTheEndsMoveOnFasterThanItReads() {
        // given
        catchUp.noteEnds(START.plusSeconds(1), Map.of(A, 10L));
        catchUp.progress(Map.of(A, 5L));
        catchUp.noteEnds(START.plusSeconds(2), Map.of(A, 20L));

        // when
        WriterProgress progress = catchUp.progress(Map.of(A, 12L));

        // then
        assertThat(progress).isEqualTo(new WriterProgress(8, START.plusSeconds(1)));
    }

    @Test
    void shouldLeaveTimeForPartitionsThatItDoesNotKnowYet() {
        // given
        CatchUp careful = new CatchUp(START, Duration.ofSeconds(10));

        // when
        careful.noteEnds(START.plusSeconds(4), Map.of(A, 1L));
        WriterProgress early = careful.progress(Map.of(A, 1L));
        careful.noteEnds(START.plusSeconds(14), Map.of(A, 1L));
        WriterProgress late = careful.progress(Map.of(A, 1L));

        // then
        assertThat(early.caughtUpTo()).isEqualTo(START);
        assertThat(late.caughtUpTo()).isEqualTo(START.plusSeconds(4));
    }
}
