package org.healthpassport.api.matrix;

import static org.healthpassport.api.access.decision.AccessScope.CONSENT;
import static org.healthpassport.api.access.decision.AccessScope.DOCUMENTS_LINK;
import static org.healthpassport.api.access.decision.AccessScope.DOCUMENTS_READ;
import static org.healthpassport.api.access.decision.AccessScope.DOCUMENTS_WRITE;
import static org.healthpassport.api.access.decision.AccessScope.RECORDS_READ;
import static org.healthpassport.api.access.decision.AccessScope.RECORDS_WRITE;
import static org.healthpassport.api.access.decision.AccessScope.SHARE;

import java.util.EnumSet;
import java.util.Set;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/** The kinds of callers who have, had or seem to have a right to the data of a patient, and what it allows today. */
enum RightHolder {
    REPRESENTATIVE_READ(AccessRight.REPRESENTATIVE, RECORDS_READ, DOCUMENTS_READ),
    REPRESENTATIVE_WRITE(AccessRight.REPRESENTATIVE, RECORDS_READ, RECORDS_WRITE, DOCUMENTS_READ, DOCUMENTS_WRITE),
    REPRESENTATIVE_SHARE(AccessRight.REPRESENTATIVE, SHARE, DOCUMENTS_LINK),
    REPRESENTATIVE_CONSENT(AccessRight.REPRESENTATIVE, CONSENT),
    REPRESENTATIVE_ENDED(null),
    REPRESENTATIVE_OVER(null),
    DOCTOR_RECORDS_READ(AccessRight.CONSENT, RECORDS_READ),
    DOCTOR_RECORDS_WRITE(AccessRight.CONSENT, RECORDS_READ, RECORDS_WRITE),
    DOCTOR_DOCUMENTS_READ(AccessRight.CONSENT, DOCUMENTS_READ, DOCUMENTS_LINK),
    DOCTOR_DOCUMENTS_WRITE(AccessRight.CONSENT, DOCUMENTS_READ, DOCUMENTS_WRITE, DOCUMENTS_LINK),
    /** Of the hospital that has the consent. */
    DOCTOR_OF_HOSPITAL(
            AccessRight.CONSENT, RECORDS_READ, RECORDS_WRITE, DOCUMENTS_READ, DOCUMENTS_WRITE, DOCUMENTS_LINK),
    /** That hospital's own account. */
    HOSPITAL(null),
    DOCTOR_ELSEWHERE(null),
    DOCTOR_WITHOUT(null),
    DOCTOR_REVOKED(null),
    DOCTOR_EXPIRED(null),
    DOCTOR_REFUSED(null),
    DOCTOR_OF_SUSPENDED_HOSPITAL(null),
    EMERGENCY(AccessRight.EMERGENCY, RECORDS_READ, DOCUMENTS_READ, DOCUMENTS_LINK),
    EMERGENCY_OVER(null),
    SUSPENDED(null);

    private final @Nullable AccessRight right;
    private final Set<AccessScope> allowed;

    RightHolder(@Nullable AccessRight right, AccessScope... allowed) {
        this.right = right;
        this.allowed = allowed.length == 0 ? EnumSet.noneOf(AccessScope.class) : EnumSet.copyOf(Set.of(allowed));
    }

    /** Null for those who have none. */
    @Nullable
    AccessRight right() {
        return right;
    }

    boolean mayUse(AccessScope scope) {
        return allowed.contains(scope);
    }

    /** The answer to those whose right, if they have one, allows something else. */
    Expectation denied() {
        return Expectation.parse(this == SUSPENDED ? "401!" : right == null ? "404!" : "403!");
    }
}
