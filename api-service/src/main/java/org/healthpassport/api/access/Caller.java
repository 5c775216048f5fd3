package org.healthpassport.api.access;

import org.healthpassport.aggregates.stamp.Actor;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request.
 *
 * @param patientId the patient whose account it is; null for other accounts
 * @param hospitalId the hospital whose account it is, or that the doctor works for
 */
public record Caller(
        String accountId,
        Role role,
        @Nullable String patientId,
        @Nullable String hospitalId) {

    /** The caller as the actor of what the request changes or reads. */
    public Actor actor() {
        return new Actor(accountId, role.name(), patientId, hospitalId);
    }

    /** True for an account of that hospital itself; false for its doctors. */
    public boolean isHospital(String id) {
        return role == Role.HOSPITAL && id.equals(hospitalId);
    }

    /** Somebody who belongs to no hospital. */
    public Caller(String accountId, Role role, @Nullable String patientId) {
        this(accountId, role, patientId, null);
    }
}
