package org.healthpassport.api.page;

import org.healthpassport.aggregates.ListPosition;
import org.jspecify.annotations.Nullable;

/**
 * A request for one page of a list.
 *
 * @param limit the number of elements, 1 to 200
 * @param after the position after which the page begins; null for the first page
 */
public record PageRequest(int limit, @Nullable ListPosition after) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Reads the query parameters {@code limit} and {@code cursor}; refused with a {@link PageRefusal}. */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        if (limit != null && limit < 1) {
            throw new PageRefusal.LimitTooLow(1).asException();
        }
        return new PageRequest(
                limit == null ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT),
                cursor == null ? null : Cursor.parse(cursor));
    }
}
