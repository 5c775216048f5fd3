package org.healthpassport.aggregates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Remembers the newest version of each aggregate of a kind that this instance has read or written. An older one is in the
 * database only if somebody put it back.
 */
final class SeenVersions {
    /** The time after the last use for which a version is known, as for accounts. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private static final int KNOWN_AT_MOST = 10_000;

    private final Cache<String, Long> newest = Caffeine.newBuilder()
            .expireAfterAccess(KNOWN_FOR)
            .maximumSize(KNOWN_AT_MOST)
            .build();

    void note(String id, long version) {
        newest.asMap().merge(id, version, Math::max);
    }

    boolean hasSeen(String id) {
        return newest.getIfPresent(id) != null;
    }

    boolean hasSeenNewerThan(String id, long version) {
        Long seen = newest.getIfPresent(id);
        return seen != null && version < seen;
    }
}
