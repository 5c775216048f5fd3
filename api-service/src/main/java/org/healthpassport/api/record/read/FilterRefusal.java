package org.healthpassport.api.record.read;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which records cannot be selected as a request asks. */
public sealed interface FilterRefusal extends Refusal {

    record UnknownType() implements FilterRefusal {}

    record UnreadableTime() implements FilterRefusal {}

    /** A condition on the clinical date is none. */
    record UnreadableDate() implements FilterRefusal {}

    record UnknownOrder() implements FilterRefusal {}
}
