package org.healthpassport.api.access.stamp;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.request.Client;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Who does something: an account, a service, or somebody unknown.
 *
 * @param id of the account, or the path of the service
 * @param role of the account, {@code SERVICE} or {@code ANONYMOUS}
 * @param patientId the patient that the account is, for accounts of patients only
 * @param hospitalId the hospital that the account is, or that the doctor works for
 */
public record Actor(
        String id,
        String role,
        @Nullable String patientId,
        @Nullable String hospitalId) {
    /** Somebody of whom nothing is known. */
    public static final Actor ANONYMOUS = new Actor("anonymous", "ANONYMOUS", null, null);

    private static final String SERVICE = "SERVICE";
    private static final Actor API_SERVICE = service("/api-service");

    /** @param path as in the {@code source} of the events that the service writes */
    public static Actor service(String path) {
        return new Actor(path, SERVICE, null, null);
    }

    public static Actor of(Caller caller) {
        return new Actor(caller.accountId(), caller.role().name(), caller.patientId(), caller.hospitalId());
    }

    /**
     * Who is behind what happens in the current Reactor context: a service that was named in it, else the caller of the
     * request, else somebody unknown; without a request it is this service itself.
     */
    public static Mono<Actor> current() {
        return Mono.deferContextual(context -> context.<Actor>getOrEmpty(Actor.class)
                .map(Mono::just)
                .orElseGet(() -> caller().map(Actor::of)
                        .defaultIfEmpty(Client.in(context).isPresent() ? ANONYMOUS : API_SERVICE)));
    }

    /** Names this as the actor of everything in a context. */
    public Context into(Context context) {
        return context.put(Actor.class, this);
    }

    /** Whether this is an account, known or tried. */
    public boolean isAccount() {
        return !role.equals(SERVICE) && !equals(ANONYMOUS);
    }

    /** Whether this is the patient in person. */
    boolean isPatient(String ofThisId) {
        return role.equals(Role.PATIENT.name()) && ofThisId.equals(patientId);
    }

    private static Mono<Caller> caller() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .ofType(Caller.class);
    }
}
