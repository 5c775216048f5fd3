package org.healthpassport.aggregates.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.slf4j.LoggerFactory;
import org.threeten.extra.MutableClock;

class UnreadableAlarmTest {
    private static final Unreadable RECORD = new Unreadable("records", "r1", "p1", UnreadableReason.SEAL_BROKEN);

    private final Logger log = (Logger) LoggerFactory.getLogger(UnreadableAlarm.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
    private final UnreadableAlarm alarm = new UnreadableAlarm(metrics, clock);

    @BeforeTry
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterTry
    void leave() {
        log.detachAppender(lines);
    }

    @Example
    void shouldCountEachTimeAndTellOnceAnHour() {
        // when
        IntStream.range(0, 100).forEach(i -> alarm.raise(RECORD, null));

        // then
        assertThat(metrics.get("healthpassport.unreadable")
                        .tag("kind", "records")
                        .counter()
                        .count())
                .isEqualTo(100);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).contains("r1", "records", "its seal is broken");
        });

        // when
        clock.add(Duration.ofMinutes(61));
        alarm.raise(RECORD, null);

        // then
        assertThat(lines.list).hasSize(2);
    }

    @Example
    void shouldTellOfEachThing() {
        // when
        alarm.raise(RECORD, null);
        alarm.raise(new Unreadable("records", "r2", "p1", UnreadableReason.MALFORMED), null);
        alarm.raise(new Unreadable("documents", "r1", null, UnreadableReason.KEYS_BROKEN), null);

        // then
        assertThat(lines.list).hasSize(3);
    }

    @Example
    void shouldLetAFewPassHoweverShortTheList() {
        for (int unreadable = 0; unreadable <= 3; unreadable++) {
            List<ReadResult<String>> list = list(unreadable, unreadable);
            assertThatCode(() -> alarm.requireFew(list)).doesNotThrowAnyException();
        }
    }

    @Example
    void shouldRefuseAListOfWhichMoreThanAFewCannotBeReadAndAlarm() {
        // when
        assertThatThrownBy(() -> alarm.requireFew(list(6, 50))).isInstanceOf(MostlyUnreadable.class);

        // then
        assertThat(metrics.get("healthpassport.unreadable.lists")
                        .tag("kind", "records")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage()).contains("6 of 50", "p1"));
    }

    @Property(tries = 500)
    void shouldNeverRefuseForFewerThanFourNorForATenth(
            @ForAll @IntRange(max = 200) int all, @ForAll @IntRange(max = 200) int broken) {
        int unreadable = Math.min(all, broken);
        assertThat(UnreadableAlarm.isTooMany(unreadable, all)).isEqualTo(unreadable >= 4 && unreadable > all / 10.0);
    }

    private static List<ReadResult<String>> list(int unreadable, int all) {
        return Stream.concat(
                        IntStream.range(0, unreadable).mapToObj(i -> ReadResult.<String>broken(RECORD)),
                        IntStream.range(unreadable, all).mapToObj(i -> ReadResult.readable("x")))
                .toList();
    }
}
