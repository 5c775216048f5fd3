package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.LoginFailure;
import org.healthpassport.events.audit.AuditAction;
import org.junit.jupiter.api.Test;

class RepeatedFailuresTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:26:59Z");
    private static final Instant NEXT_MINUTE = NOW.plusSeconds(1);

    private final RepeatedFailures failures = new RepeatedFailures();

    @Test
    void shouldMergeFromTheTwentyFirstOn() {
        assertThat(merged("a", DenialReason.NO_TOKEN, NOW, 20)).isZero();
        assertThat(merged("a", DenialReason.NO_TOKEN, NOW, 5)).isEqualTo(5);
    }

    @Test
    void shouldCountEachSourceReasonAndMinuteByItself() {
        // given
        merged("a", DenialReason.NO_TOKEN, NOW, 20);

        // then
        assertThat(merged("b", DenialReason.NO_TOKEN, NOW, 20)).isZero();
        assertThat(merged("a", DenialReason.INVALID_TOKEN, NOW, 20)).isZero();
        assertThat(merged("a", LoginFailure.WRONG_CREDENTIALS, NOW, 20)).isZero();
        assertThat(merged("a", DenialReason.NO_TOKEN, NEXT_MINUTE, 20)).isZero();
    }

    @Test
    void shouldHandOutWhatWasMergedWhenTheMinuteHasEnded() {
        // given
        merged("a", DenialReason.INVALID_LINK, NOW, 23);
        merged("b", LoginFailure.TOO_MANY_ATTEMPTS, NOW, 21);
        merged("c", DenialReason.NO_TOKEN, NOW, 20);

        // then
        assertThat(failures.ended(NOW)).isEmpty();
        assertThat(failures.ended(NEXT_MINUTE))
                .extracting(RepeatedFailures.Merged::access, RepeatedFailures.Merged::occurrences)
                .containsExactlyInAnyOrder(
                        tuple(new Access.Denial(null, DenialReason.INVALID_LINK), 3),
                        tuple(new Access.FailedLogin(null, LoginFailure.TOO_MANY_ATTEMPTS), 1));
        assertThat(failures.ended(NEXT_MINUTE)).isEmpty();
    }

    @Test
    void shouldLoseNothingThatCouldNotBeRecorded() {
        // given
        merged("a", DenialReason.NO_TOKEN, NOW, 25);
        List<RepeatedFailures.Merged> ended = failures.ended(NEXT_MINUTE);

        // when it is put back, and more came meanwhile
        merged("a", DenialReason.NO_TOKEN, NOW, 22);
        ended.forEach(failures::putBack);

        // then
        assertThat(failures.all())
                .extracting(RepeatedFailures.Merged::occurrences)
                .containsExactly(7);
    }

    @Test
    void shouldCountSourcesBeyondThoseItRemembersAsOne() {
        // given
        IntStream.range(0, 10_000).forEach(i -> merged("source-" + i, DenialReason.NO_TOKEN, NOW, 1));

        // then
        assertThat(merged("one more", DenialReason.NO_TOKEN, NOW, 15)).isZero();
        assertThat(merged("yet another", DenialReason.NO_TOKEN, NOW, 15)).isEqualTo(10);
        assertThat(merged("source-7", DenialReason.NO_TOKEN, NOW, 20)).isEqualTo(1);
    }

    private long merged(String source, Enum<?> reason, Instant time, int times) {
        Client client = new Client(source, source, null, AuditAction.READ);
        return IntStream.range(0, times)
                .filter(i -> failures.merges(client, reason, time))
                .count();
    }
}
