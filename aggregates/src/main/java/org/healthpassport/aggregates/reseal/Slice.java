package org.healthpassport.aggregates.reseal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one slice of a collection.
 *
 * @param documents looked at
 * @param stale documents with something that an older version sealed, and that opened
 * @param resealed those of them that were sealed again; the others were changed or removed by somebody else meanwhile
 * @param unreadable ids of documents with something that an older version sealed, and that does not open
 * @param last the id of the last document; null if there was none
 */
public record Slice(
        int documents,
        int stale,
        int resealed,
        List<String> unreadable,
        @Nullable String last) {}
