package org.healthpassport.api.page;

import java.util.List;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request for a page is refused. */
public sealed interface PageRefusal extends Refusal {

    /** @param parameter that has the limit */
    record LimitTooLow(String parameter, int atLeast) implements PageRefusal {}

    /** The cursor is none that this service returned. */
    record UnknownCursor() implements PageRefusal {}

    /** The cursor is one of another list, or of the same list with other filters. */
    record CursorOfAnotherList() implements PageRefusal {}

    /**
     * The list does not have this parameter.
     *
     * @param name empty if it is none that an answer should repeat
     * @param known those that the list has
     */
    record UnknownParameter(String name, List<String> known) implements PageRefusal {
        public UnknownParameter {
            known = List.copyOf(known);
        }
    }
}
