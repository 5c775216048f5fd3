package org.healthpassport.standalone;

import java.util.List;

/** Why Health Passport does not start, in lines that say what to change. */
final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> reasons;

    CannotStart(String reason) {
        this(List.of(reason));
    }

    CannotStart(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    List<String> reasons() {
        return reasons;
    }
}
