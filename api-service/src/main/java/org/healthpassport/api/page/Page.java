package org.healthpassport.api.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.list.ListPosition;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items may be fewer than requested, and even none, before the last page too: a page can end early
 * @param nextCursor requests the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** Makes a page of elements that were read one beyond the limit, which shows whether more follow. */
    public static <E, T> Page<T> of(
            List<E> oneMore, PageRequest request, Function<E, ListPosition> position, Function<E, T> item) {
        if (oneMore.size() <= request.limit()) {
            return new Page<>(oneMore.stream().map(item).toList(), null);
        }
        List<E> elements = oneMore.subList(0, request.limit());
        ListPosition last = position.apply(elements.get(elements.size() - 1));
        return new Page<>(elements.stream().map(item).toList(), Cursor.of(last, request.list()));
    }

    /** The same page; if it was the last, it now has a cursor to continue after that position. */
    public Page<T> goingOnBehind(ListPosition position, PageRequest request) {
        return nextCursor == null ? new Page<>(items, Cursor.of(position, request.list())) : this;
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<T, R> item) {
        return new Page<>(items.stream().map(item).toList(), nextCursor);
    }
}
