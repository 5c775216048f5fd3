package org.healthpassport.foreign;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Decides about a test whose foreign program is missing: it is skipped and says so, as on a developer's machine; with
 * {@code -Dforeign.required=true} it fails, as in continuous integration.
 */
public final class ForeignChecks {
    private static final String REQUIRED = "foreign.required";

    private ForeignChecks() {}

    /**
     * Ends the test unless its program is there.
     *
     * @param missing a clause that names the program and the way to get it
     */
    public static void require(boolean there, String missing) {
        require(there, missing, Boolean.getBoolean(REQUIRED));
    }

    static void require(boolean there, String missing, boolean required) {
        if (there) {
            return;
        }
        if (required) {
            fail("Expected to let a program that we did not write check this, as -D" + REQUIRED + "=true demands, but "
                    + missing);
        }
        System.out.println("Skipped: " + missing);
        abort(missing);
    }
}
