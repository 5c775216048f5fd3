package org.healthpassport.aggregates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Guards the aggregates of a {@linkplain AggregateKind#guarded guarded} kind against somebody who can write to the database:
 * remembers the newest version of each that this instance has read or written. An older one is in the database only if
 * somebody put it back. For all other kinds it lets everything through.
 */
final class Guard<S> {
    /** The time after the last use for which a version is known, as for accounts. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private static final int KNOWN_AT_MOST = 10_000;

    private final AggregateKind<S> kind;
    private final Function<String, Mono<StoredAggregate>> readAgain;
    private final UnreadableAlarm alarm;
    private final Cache<String, Long> newest = Caffeine.newBuilder()
            .expireAfterAccess(KNOWN_FOR)
            .maximumSize(KNOWN_AT_MOST)
            .build();

    /**
     * @param readAgain reads linearizably: somebody may have changed an aggregate meanwhile, and a primary that was just
     *     voted out may not know it yet
     */
    Guard(AggregateKind<S> kind, Function<String, Mono<StoredAggregate>> readAgain, UnreadableAlarm alarm) {
        this.kind = kind;
        this.readAgain = readAgain;
        this.alarm = alarm;
    }

    /** Remembers a version that was written. */
    void note(String id, long version) {
        if (kind.guarded()) {
            newest.asMap().merge(id, version, Math::max);
        }
    }

    /** The names of its index fields to seal with a state; null for a kind that is not guarded. */
    @Nullable
    Set<String> names(Map<String, @Nullable Object> fields) {
        return kind.guarded() ? new TreeSet<>(fields.keySet()) : null;
    }

    /**
     * Remembers a version that was read.
     *
     * @throws org.healthpassport.vault.key.SealBroken if its fields in clear are not those of its state
     */
    void require(StoredAggregate stored, SealedState<S> opened) {
        if (!kind.guarded()) {
            return;
        }
        Set<String> names = opened.fields();
        kind.fields(opened.state(), stored.version()).forEach((field, value) -> {
            if (names == null) {
                // Its release may have had fields that were new then, or not.
                stored.requireField(field, value, !kind.firstFields().contains(field));
            } else {
                // A query must not find it by a field that its release did not know.
                stored.requireField(field, names.contains(field) ? value : null, false);
            }
        });
        note(stored.id(), stored.version());
    }

    /**
     * An aggregate as it was read, or as it is read again.
     *
     * @return fails with {@link org.healthpassport.aggregates.unreadable.CannotBeRead} if it is older than a version that was
     *     seen, or gone although it was seen
     */
    Mono<StoredAggregate> newest(String id, Mono<StoredAggregate> read) {
        return kind.guarded()
                ? read.filter(stored -> !isOutdated(stored))
                        .switchIfEmpty(Mono.defer(
                                () -> Mono.justOrEmpty(newest.getIfPresent(id)).flatMap(seen -> readAgain(id, seen))))
                : read;
    }

    boolean isOutdated(StoredAggregate stored) {
        Long seen = kind.guarded() && stored.isWhole() ? newest.getIfPresent(stored.id()) : null;
        return seen != null && stored.version() < seen;
    }

    /** @param seen the version that was seen before this read; a newer one can be seen while it runs */
    private Mono<StoredAggregate> readAgain(String id, long seen) {
        return readAgain
                .apply(id)
                .doOnNext(stored -> {
                    if (stored.isWhole() && stored.version() < seen) {
                        throw alarm.raise(stored.unreadable(kind.collection(), UnreadableReason.OUTDATED), null);
                    }
                })
                .switchIfEmpty(Mono.error(() ->
                        alarm.raise(new Unreadable(kind.collection(), id, null, UnreadableReason.MISSING), null)));
    }
}
