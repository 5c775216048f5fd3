package org.healthpassport.aggregates.eventkey;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which keys of events are not changed. */
public sealed interface EventKeyRefusal extends Refusal {

    record NoSuchVersion() implements EventKeyRefusal {}

    /** The version is not an old one: events are proven with it, or will be. */
    record NotOld() implements EventKeyRefusal {}

    /** Events would not be believed any more. */
    record StillNamed(KeyUse use) implements EventKeyRefusal {}

    /** It is not known yet whether anything names the version. */
    record NotCounted() implements EventKeyRefusal {}

    /** Somebody else changed the versions of the key at the same time. */
    record Changed() implements EventKeyRefusal {}

    /** A key has so many versions that it gets no more. */
    record TooManyVersions(int most) implements EventKeyRefusal {}
}
