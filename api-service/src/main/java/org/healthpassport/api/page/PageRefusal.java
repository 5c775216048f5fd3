package org.healthpassport.api.page;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request for a page is refused. */
public sealed interface PageRefusal extends Refusal {

    record LimitTooLow(int atLeast) implements PageRefusal {}

    /** The cursor is none that this service returned. */
    record UnknownCursor() implements PageRefusal {}
}
