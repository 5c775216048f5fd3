package org.healthpassport.aggregates;

import java.util.Comparator;
import java.util.List;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import reactor.core.publisher.Flux;

/**
 * An entry in a list of aggregates.
 *
 * @param position its place in the list, which unreadable entries have as well
 */
public record ListedAggregate<S>(ListPosition position, ReadResult<Snapshot<S>> aggregate) {

    /** One list of several, newest first, each of which is so. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of publishers has no type arguments
    public static <S> Flux<ListedAggregate<S>> merged(List<Flux<ListedAggregate<S>>> lists) {
        Comparator<ListedAggregate<S>> oldestFirst = Comparator.comparing(
                        (ListedAggregate<S> listed) -> listed.position().time())
                .thenComparing(listed -> listed.position().id());
        return lists.size() == 1
                ? lists.get(0)
                : Flux.mergeComparing(1, oldestFirst.reversed(), lists.toArray(Flux[]::new));
    }

    static <S> ListedAggregate<S> of(Snapshot<S> version) {
        return new ListedAggregate<>(version.position(), ReadResult.readable(version));
    }
}
