package org.healthpassport.api.access.decision;

import org.healthpassport.events.access.AccessRight;

/** Grants for tests that read from a store directly. */
public final class Grants {
    private Grants() {}

    /** A grant for all data of a patient. */
    public static Grant all(String patientId) {
        return new Grant(patientId, AccessRight.SELF, AccessScope.values());
    }
}
