package org.healthpassport.api.access.decision;

import java.util.Set;
import org.healthpassport.events.access.AccessRight;

/**
 * The decision that somebody may access data of a patient. {@link PatientAccess} alone makes grants, and the stores of
 * patients' data ask for one; so nothing is read that is not decided and recorded.
 */
public final class Grant {
    private final String patientId;
    private final AccessRight right;
    private final Set<AccessScope> scopes;

    Grant(String patientId, AccessRight right, AccessScope... scopes) {
        this.patientId = patientId;
        this.right = right;
        this.scopes = Set.of(scopes);
    }

    /**
     * The patient whose data may be accessed.
     *
     * @throws IllegalStateException if the grant is for other data of the patient
     */
    public String patientFor(AccessScope scope) {
        if (scopes.stream().noneMatch(granted -> granted.includes(scope))) {
            throw new IllegalStateException("Expected a grant for " + scope + ", but it is for " + scopes);
        }
        return patientId;
    }

    /**
     * Checks data that was loaded before, with this grant or another one.
     *
     * @throws IllegalStateException if the grant is for another patient, or for other data
     */
    public void require(AccessScope scope, String ownerId) {
        if (!patientFor(scope).equals(ownerId)) {
            throw new IllegalStateException(
                    "Expected a grant for the owner of the data, but it is for another patient");
        }
    }

    AccessRight right() {
        return right;
    }

    String patientId() {
        return patientId;
    }
}
