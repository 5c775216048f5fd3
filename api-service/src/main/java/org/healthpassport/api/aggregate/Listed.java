package org.healthpassport.api.aggregate;

import org.healthpassport.api.unreadable.Found;

/**
 * An entry in a list of aggregates.
 *
 * @param position its place in the list, which unreadable entries have as well
 */
public record Listed<S>(Position position, Found<Version<S>> aggregate) {

    static <S> Listed<S> of(Version<S> version) {
        return new Listed<>(version.position(), Found.readable(version));
    }
}
