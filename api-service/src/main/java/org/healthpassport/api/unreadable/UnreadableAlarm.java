package org.healthpassport.api.unreadable;

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
 * Counts and alarms what cannot be read. Each time that something is met is counted; a line of the log tells of it once
 * an hour, so that a list that is asked for every second does not drown everything else.
 */
@Component
public final class UnreadableAlarm {
    private static final Logger log = LoggerFactory.getLogger(UnreadableAlarm.class);

    /**
     * A list goes out with so many that cannot be read, however short it is: who sees them can ask, and has the others.
     */
    private static final int FEW = 3;
    /**
     * Of a longer list, a tenth cannot be read before it is refused: damage that is spread thinly hides no readable
     * allergy, and a wrong key or a store that was put back wrongly breaks more than that.
     */
    private static final int TENTH = 10;

    private static final Duration TOLD_AGAIN_AFTER = Duration.ofHours(1);
    private static final int REMEMBERED_AT_MOST = 10_000;

    private final MeterRegistry metrics;
    private final Cache<String, Boolean> told;

    public UnreadableAlarm(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.told = Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(TOLD_AGAIN_AFTER)
                .maximumSize(REMEMBERED_AT_MOST)
                .build();
    }

    /** Counts and alarms it, and gives what a single read of it fails with. */
    public CannotBeRead raise(Unreadable unreadable, @Nullable Throwable cause) {
        count("healthpassport.unreadable", "Times that something that is kept could not be read", unreadable.kind());
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
     * Lets a list pass of which a few cannot be read.
     *
     * @throws MostlyUnreadable where they are more than a few
     */
    public void requireFew(Collection<? extends Found<?>> list) {
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
                "Lists that were refused, as more than a few could not be read",
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

    private boolean isNew(String what) {
        return told.asMap().putIfAbsent(what, true) == null;
    }
}
