package org.healthpassport.bus.start;

import java.util.List;

/**
 * Settings of a service that cannot be used, all of them. The message names each and never shows a value; the failures
 * behind it are left out, because they do.
 */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> reasons;

    InvalidSettings(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** A sentence for each setting, as of {@link FailureReasons#of}. */
    public List<String> reasons() {
        return reasons;
    }
}
