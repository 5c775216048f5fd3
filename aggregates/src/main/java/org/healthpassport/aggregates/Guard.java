package org.healthpassport.aggregates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.aggregates.watch.Watched;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Guards aggregates against somebody who can write to the database and puts an older one back. Of a {@linkplain
 * AggregateKind#guarded guarded} kind, it remembers the newest version of each that this instance has read or written; of a
 * {@linkplain Watched watched} one, all instances know the newest event of each. For all other kinds it lets everything through.
 */
final class Guard<S> {
    /** The time after the last use for which a version is known, as for accounts. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private static final int KNOWN_AT_MOST = 10_000;

    private final AggregateKind<S> kind;
    private final Function<String, Mono<StoredAggregate>> readAgain;
    private final UnreadableAlarm alarm;
    private final @Nullable Watched<S> watched;
    private final Cache<String, Long> newest = Caffeine.newBuilder()
            .expireAfterAccess(KNOWN_FOR)
            .maximumSize(KNOWN_AT_MOST)
            .build();

    /**
     * @param readAgain reads linearizably: somebody may have changed an aggregate meanwhile, and a primary that was just
     *     voted out may not know it yet
     * @param watched null for a kind that is not watched
     */
    Guard(
            AggregateKind<S> kind,
            Function<String, Mono<StoredAggregate>> readAgain,
            UnreadableAlarm alarm,
            @Nullable Watched<S> watched) {
        this.kind = kind;
        this.readAgain = readAgain;
        this.alarm = alarm;
        this.watched = watched;
    }

    /** Remembers a version that was written. */
    void note(String id, long version, SealedState<S> saved) {
        if (kind.guarded()) {
            newest.asMap().merge(id, version, Math::max);
        }
        if (watched != null) {
            watched.saw(id, saved.state(), saved.sequence(), saved.lastEvent());
        }
    }

    /** The names of its index fields to seal with a state; null for a kind that is not guarded. */
    @Nullable
    Set<String> names(Map<String, @Nullable Object> fields) {
        return kind.guarded() ? new TreeSet<>(fields.keySet()) : null;
    }

    /**
     * The id of the last event to seal with a state; null for a kind that is not watched.
     *
     * @param before the one of the state before
     */
    @Nullable
    String lastEvent(List<PendingEvent> newEvents, @Nullable String before) {
        if (watched == null) {
            return null;
        }
        return newEvents.isEmpty()
                ? before
                : newEvents.get(newEvents.size() - 1).event().id();
    }

    /**
     * Compares the fields in clear with the state.
     *
     * @throws org.healthpassport.vault.key.SealBroken if they are not those of the state
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
    }

    /**
     * Remembers a version that was read.
     *
     * @throws org.healthpassport.aggregates.unreadable.CannotBeRead if its newest event has the number of another one: an old
     *     document was put back and then changed
     */
    void requireNewest(StoredAggregate stored, SealedState<S> opened) {
        if (watched != null && watched.contradicts(stored.id(), opened.sequence(), opened.lastEvent())) {
            throw outdated(stored);
        }
        note(stored.id(), stored.version(), opened);
    }

    /**
     * An aggregate as it was read, or as it is read again.
     *
     * @return fails with {@link org.healthpassport.aggregates.unreadable.CannotBeRead} if it is older than a version that was
     *     seen, or gone although it was seen
     */
    Mono<StoredAggregate> newest(String id, Mono<StoredAggregate> read) {
        return kind.guarded() || watched != null
                ? read.filter(stored -> !isOutdated(stored))
                        .switchIfEmpty(Mono.defer(() -> readAgain(id, newest.getIfPresent(id), lastSeen(id))))
                : read;
    }

    boolean isOutdated(StoredAggregate stored) {
        return stored.isWhole() && isOlder(stored, newest.getIfPresent(stored.id()), lastSeen(stored.id()));
    }

    /** The number of the newest event that is known; 0 if there is none. */
    private long lastSeen(String id) {
        return watched == null ? 0 : watched.newest(id);
    }

    private static boolean isOlder(StoredAggregate stored, @Nullable Long version, long last) {
        return version != null && stored.version() < version || stored.last() < last;
    }

    /**
     * @param version that was seen before this read; a newer one can be seen while it runs
     * @param last number of an event in the same way
     */
    private Mono<StoredAggregate> readAgain(String id, @Nullable Long version, long last) {
        if (version == null && last == 0) {
            return Mono.empty();
        }
        Mono<StoredAggregate> again = readAgain.apply(id).doOnNext(stored -> {
            if (stored.isWhole() && isOlder(stored, version, last)) {
                throw outdated(stored);
            }
        });
        return version == null
                ? again
                : again.switchIfEmpty(Mono.error(() ->
                        alarm.raise(new Unreadable(kind.collection(), id, null, UnreadableReason.MISSING), null)));
    }

    private CannotBeRead outdated(StoredAggregate stored) {
        return alarm.raise(stored.unreadable(kind.collection(), UnreadableReason.OUTDATED), null);
    }
}
