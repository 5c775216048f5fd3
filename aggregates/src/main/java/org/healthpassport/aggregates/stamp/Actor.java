package org.healthpassport.aggregates.stamp;

import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * An actor: an account, a service, or somebody unknown.
 *
 * @param id of the account, or the path of the service
 * @param role of the account, {@code SERVICE} or {@code ANONYMOUS}
 * @param patientId the patient whose account it is; null for other accounts
 * @param hospitalId the hospital whose account it is, or that the doctor works for
 * @param right the right by which the actor accesses a patient's data; null until that is decided
 * @param consentId the consent that gives the right; null for other rights
 */
public record Actor(
        String id,
        String role,
        @Nullable String patientId,
        @Nullable String hospitalId,
        @Nullable AccessRight right,
        @Nullable String consentId) {
    private static final String NOBODY_KNOWN = "ANONYMOUS";
    /** Somebody who is not identified. */
    public static final Actor ANONYMOUS = new Actor("anonymous", NOBODY_KNOWN, null, null);

    private static final String SERVICE = "SERVICE";
    private static final Actor API_SERVICE = service("/api-service");

    /** An actor for whom no right is decided yet. */
    public Actor(String id, String role, @Nullable String patientId, @Nullable String hospitalId) {
        this(id, role, patientId, hospitalId, null, null);
    }

    /** @param path as in the {@code source} of the events that the service writes */
    public static Actor service(String path) {
        return new Actor(path, SERVICE, null, null);
    }

    /** The actor that the context names; without one it is this service itself, which acts by itself. */
    public static Actor in(ContextView context) {
        return context.<Actor>getOrEmpty(Actor.class).orElse(API_SERVICE);
    }

    /** The context in which this is the actor. */
    public Context into(Context context) {
        return context.put(Actor.class, this);
    }

    /** The same, by that right, which a consent may have given. */
    public Actor by(AccessRight decided, @Nullable String byConsent) {
        return new Actor(id, role, patientId, hospitalId, decided, byConsent);
    }

    public boolean isAnonymous() {
        return role.equals(NOBODY_KNOWN);
    }

    /** True for an account, also for one that somebody tried to log in to. */
    public boolean isAccount() {
        return !role.equals(SERVICE) && !isAnonymous();
    }

    /** Tells whether this is the patient in person. */
    boolean isPatient(String ofThisId) {
        return ofThisId.equals(patientId);
    }
}
