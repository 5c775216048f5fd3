package org.healthpassport.api.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.api.aggregate.Position;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items may be fewer than asked for, and even none, before the last page too: a page can end early
 * @param nextCursor asks for the page after this one; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** Cuts a page off elements that were read one beyond it, so that it is known whether more follow. */
    public static <E, T> Page<T> of(
            List<E> oneMore, PageRequest request, Function<E, Position> position, Function<E, T> item) {
        if (oneMore.size() <= request.limit()) {
            return new Page<>(oneMore.stream().map(item).toList(), null);
        }
        List<E> elements = oneMore.subList(0, request.limit());
        Position last = position.apply(elements.get(elements.size() - 1));
        return new Page<>(elements.stream().map(item).toList(), Cursor.of(last));
    }

    /** The same page, or where it is the last, one after which the list goes on behind that position. */
    public Page<T> goingOnBehind(Position position) {
        return nextCursor == null ? new Page<>(items, Cursor.of(position)) : this;
    }

    /** The same page of something else. */
    public <R> Page<R> map(Function<T, R> item) {
        return new Page<>(items.stream().map(item).toList(), nextCursor);
    }
}
