package org.healthpassport.api.identity.throttle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attempts of this instance whose end is not stored yet. They count as failures, so that many at once cannot all slip
 * through before the first has failed.
 */
final class Underway {
    private final ConcurrentHashMap<String, Integer> attempts = new ConcurrentHashMap<>();

    /** Begins an attempt; gives for each of its keys the number of attempts that had begun before. */
    Map<String, Integer> enter(Collection<String> keys) {
        Map<String, Integer> before = new HashMap<>();
        keys.forEach(key -> before.put(key, attempts.merge(key, 1, Integer::sum) - 1));
        return before;
    }

    void leave(Collection<String> keys) {
        keys.forEach(key -> attempts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1));
    }
}
