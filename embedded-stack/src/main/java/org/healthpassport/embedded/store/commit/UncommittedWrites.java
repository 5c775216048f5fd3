package org.healthpassport.embedded.store.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers writes as they begin, and finds the newest one to the documents of a command. A write is registered before it
 * changes anything, so that a read that saw its change finds it. For one thread at a time.
 */
final class UncommittedWrites {
    /** The id stands for every document where a write may have touched any, and for none where a write names its own. */
    private record Place(String namespace, @Nullable Long id) {}

    private final Map<String, Long> newestInCollection = new HashMap<>();
    private final Map<Place, Long> newestOfPlace = new HashMap<>();
    private long newestOfEverything;
    private long newest;

    /** The number of a write that is about to begin. */
    long begin(AccessedDocuments accessed) {
        newest++;
        String namespace = accessed.namespace();
        if (namespace == null) {
            newestOfEverything = newest;
        } else {
            newestInCollection.put(namespace, newest);
            Set<Long> ids = accessed.ids();
            if (ids == null) {
                newestOfPlace.put(new Place(namespace, null), newest);
            } else {
                ids.forEach(id -> newestOfPlace.put(new Place(namespace, id), newest));
            }
        }
        return newest;
    }

    /** The number of the last write that began. */
    long newest() {
        return newest;
    }

    /** The number of the last uncommitted write that may have touched these documents; 0 if there is none. */
    long newestIn(AccessedDocuments accessed) {
        String namespace = accessed.namespace();
        if (namespace == null) {
            return newest;
        }
        long found = newestOfEverything;
        Set<Long> ids = accessed.ids();
        if (ids == null) {
            return Math.max(found, newestInCollection.getOrDefault(namespace, 0L));
        }
        found = Math.max(found, newestOfPlace.getOrDefault(new Place(namespace, null), 0L));
        for (Long id : ids) {
            found = Math.max(found, newestOfPlace.getOrDefault(new Place(namespace, id), 0L));
        }
        return found;
    }

    /** Forgets where the writes up to that number were. */
    void forget(long upTo) {
        newestInCollection.values().removeIf(number -> number <= upTo);
        newestOfPlace.values().removeIf(number -> number <= upTo);
    }
}
