package org.healthpassport.api.page;

import org.healthpassport.aggregates.list.ListPosition;
import org.jspecify.annotations.Nullable;

/**
 * A request for one page of a list.
 *
 * @param limit the number of elements, 1 to 200
 * @param after the position after which the page begins; null for the first page
 * @param list the mark of the list; empty for one whose cursors have none
 */
public record PageRequest(int limit, @Nullable ListPosition after, String list) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Reads the query parameters {@code limit} and {@code cursor}; refused with a {@link PageRefusal}. */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        return of("limit", limit, cursor);
    }

    /** The same where the limit has the name that FHIR gives it. */
    public static PageRequest ofFhir(@Nullable Integer count, @Nullable String cursor) {
        return of("_count", count, cursor);
    }

    private static PageRequest of(String parameter, @Nullable Integer limit, @Nullable String cursor) {
        if (limit != null && limit < 1) {
            throw new PageRefusal.LimitTooLow(parameter, 1).asException();
        }
        int atMost = limit == null ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
        if (cursor == null) {
            return new PageRequest(atMost, null, "");
        }
        Cursor parsed = Cursor.parse(cursor);
        return new PageRequest(atMost, parsed.position(), parsed.list());
    }

    /**
     * The same for the list that these values tell from all others: its name, its owner and its filters. Refused with {@link
     * PageRefusal.CursorOfAnotherList} if the cursor is not of that list.
     */
    public PageRequest in(@Nullable Object... values) {
        String mark = Cursor.mark(values);
        if (after != null && !mark.equals(list)) {
            throw new PageRefusal.CursorOfAnotherList().asException();
        }
        return new PageRequest(limit, after, mark);
    }

    /** The same for a page of so many elements, or fewer. */
    public PageRequest atMost(int elements) {
        return new PageRequest(Math.min(limit, elements), after, list);
    }
}
