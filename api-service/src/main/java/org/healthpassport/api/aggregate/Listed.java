package org.healthpassport.api.aggregate;

import org.healthpassport.api.unreadable.Found;

/**
 * One place in a list of aggregates.
 *
 * @param position where it stands, which holds for what cannot be read as well
 */
public record Listed<S>(Position position, Found<Version<S>> aggregate) {

    static <S> Listed<S> of(Version<S> version) {
        return new Listed<>(version.position(), Found.readable(version));
    }
}
