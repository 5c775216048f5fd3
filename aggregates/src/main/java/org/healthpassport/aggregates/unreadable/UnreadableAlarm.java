package org.healthpassport.aggregates.unreadable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts unreadable things and raises the alarm. Each encounter is counted; the log names each thing at most once an
 * hour, so that a list that is requested every second does not flood the log.
 */
@Component
public final class UnreadableAlarm {
    private static final Logger log = LoggerFactory.getLogger(UnreadableAlarm.class);

    /**
     * A list with up to this many unreadable entries is always answered, however short it is: its readers see that they
     * are missing, and have the others.
     */
    private static final int FEW = 3;
    /**
     * A longer list is refused if more than a tenth of it is unreadable. Sparse damage then hides no readable allergy,
     * and a wrong key or a bad restore damages more than a tenth.
     */
    private static final int TENTH = 10;

    private static final Duration LOGGED_AGAIN_AFTER = Duration.ofHours(1);
    private static final int REMEMBERED_AT_MOST = 10_000;

    private final MeterRegistry metrics;
    private final Cache<String, Boolean> logged;

    public UnreadableAlarm(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.logged = Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(LOGGED_AGAIN_AFTER)
                .maximumSize(REMEMBERED_AT_MOST)
                .build();
    }

    /** Counts and logs it, and returns the failure for a single read of it. */
    public CannotBeRead raise(Unreadable unreadable, @Nullable Throwable cause) {
        count("healthpassport.unreadable", "Number of times that a stored item could not be read", unreadable.kind());
        if (isNew(unreadable.kind() + '/' + unreadable.id())) {
            log.error(
                    "Expected to read {} of {}, but {}; it is shown as unreadable",
                    unreadable.id(),
                    unreadable.kind(),
                    unreadable.reason().words());
        }
        return new CannotBeRead(unreadable, cause);
    }

    /**
     * Accepts a list of which at most a few entries cannot be read.
     *
     * @throws MostlyUnreadable if there are more
     */
    public void requireFew(Collection<? extends ReadResult<?>> list) {
        List<Unreadable> unreadable =
                list.stream().flatMap(found -> found.ifBroken().stream()).toList();
        if (isTooMany(unreadable.size(), list.size())) {
            unreadable.stream().findFirst().ifPresent(first -> raise(first, unreadable.size(), list.size()));
            throw new MostlyUnreadable();
        }
    }

    static boolean isTooMany(long unreadable, long all) {
        return unreadable > FEW && unreadable * TENTH > all;
    }

    private void raise(Unreadable first, long unreadable, long all) {
        count(
                "healthpassport.unreadable.lists",
                "Number of lists that were refused because more than a few entries could not be read",
                first.kind());
        if (isNew("list of " + first.subjectId() + '/' + first.kind())) {
            log.error(
                    "Expected to list the {} of {}, but {} of {} cannot be read; such lists are refused",
                    first.kind(),
                    first.subjectId(),
                    unreadable,
                    all);
        }
    }

    private void count(String name, String description, String kind) {
        Counter.builder(name)
                .description(description)
                .tag("kind", kind)
                .register(metrics)
                .increment();
    }

    private boolean isNew(String thing) {
        return logged.asMap().putIfAbsent(thing, true) == null;
    }
}
