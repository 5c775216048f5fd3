package org.healthpassport.aggregates;

import org.healthpassport.aggregates.unreadable.ReadResult;

/**
 * An entry in a list of aggregates.
 *
 * @param position its place in the list, which unreadable entries have as well
 */
public record ListedAggregate<S>(ListPosition position, ReadResult<Snapshot<S>> aggregate) {

    static <S> ListedAggregate<S> of(Snapshot<S> version) {
        return new ListedAggregate<>(version.position(), ReadResult.readable(version));
    }
}
