package org.healthpassport.api.matrix;

import java.util.List;

/** The kinds of callers, in the order of the columns. */
enum Who {
    ANONYMOUS,
    SELF,
    OTHER,
    DOCTOR,
    ELSEWHERE,
    HOSPITAL,
    AUDITOR,
    ADMIN,
    PENDING,
    SUSPENDED,
    CLOSED,
    ENDED;

    /** Those of one column: the accounts and sessions that do not count any more share one. */
    static List<Who> ofColumn(int column) {
        return column < SUSPENDED.ordinal() ? List.of(values()[column]) : List.of(SUSPENDED, CLOSED, ENDED);
    }

    static int columns() {
        return SUSPENDED.ordinal() + 1;
    }
}
