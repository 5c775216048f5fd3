package org.healthpassport.api.access.decision;

import java.util.Optional;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.events.access.AccessRight;

/** Decides if a caller may access a patient's data, and by which right. Access that no rule allows is denied. */
final class AccessDecision {
    private AccessDecision() {}

    /** Patients may do everything with their own data. Administrators may know who somebody is, and nothing else. */
    static Optional<Grant> decide(Caller caller, String patientId, AccessScope scope) {
        if (caller.role() == Role.ADMIN && scope == AccessScope.DEMOGRAPHICS) {
            return Optional.of(new Grant(patientId, AccessRight.ADMIN, scope));
        }
        return caller.role() == Role.PATIENT && patientId.equals(caller.patientId())
                ? Optional.of(new Grant(patientId, AccessRight.SELF, scope))
                : Optional.empty();
    }

    /** Auditors may know who somebody is, by looking them up. */
    static Optional<Grant> lookUp(Caller caller, String patientId) {
        return caller.role() == Role.AUDITOR
                ? Optional.of(new Grant(patientId, AccessRight.ADMIN, AccessScope.DEMOGRAPHICS))
                : Optional.empty();
    }

    /** Clinicians who have a code of the patient for that may know who the patient is. */
    static Grant ofCode(String patientId) {
        return new Grant(patientId, AccessRight.LINK, AccessScope.DEMOGRAPHICS);
    }

    /** Those who have a link may read the content that the patient chose for it. */
    static Grant ofLink(String patientId) {
        return new Grant(patientId, AccessRight.LINK, AccessScope.RECORDS_READ, AccessScope.DOCUMENTS_READ);
    }
}
