package org.healthpassport.standalone.failure;

import java.util.List;

/** Health Passport does not start; each reason is a line that says what to change. */
public final class StartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> reasons;

    public StartFailed(String reason) {
        this(List.of(reason));
    }

    public StartFailed(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public List<String> reasons() {
        return reasons;
    }
}
