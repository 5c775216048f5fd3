package org.healthpassport.api.consent.representative;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.GrantedRight;
import org.healthpassport.api.access.decision.GrantedRights;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.events.access.AccessRight;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rights of representatives. Each request reads the representatives of the patient, so an end holds for the next
 * one.
 */
@Component
@Order(2)
final class RepresentedRights implements GrantedRights, KnownRepresentatives {
    private final Representations representations;
    private final Clock clock;

    RepresentedRights(Representations representations, Clock clock) {
        this.representations = representations;
        this.clock = clock;
    }

    @Override
    public Flux<GrantedRight> of(Caller caller, String patientId) {
        if (caller.role() != Role.PATIENT) {
            return Flux.empty();
        }
        return representations
                .readable(patientId)
                .flatMapIterable(state -> state.actingAt(clock.instant(), caller.accountId()).stream()
                        .map(one -> new GrantedRight(
                                AccessRight.REPRESENTATIVE,
                                one.id(),
                                one.expiresAt(),
                                RepresentativeRight.scopes(one.rights())))
                        .toList());
    }

    @Override
    public Flux<String> patientsOf(Caller caller) {
        return caller.role() == Role.PATIENT
                ? representations
                        .by(caller.accountId(), null)
                        .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                        .map(found -> found.state().patientId())
                : Flux.empty();
    }

    @Override
    public Flux<String> accountsActingFor(String patientId, AccessScope scope) {
        return representations
                .readable(patientId)
                .flatMapIterable(state -> state.accountsActingAt(clock.instant(), scope));
    }

    @Override
    public Mono<Boolean> cameAfter(Instant time, String patientId, String accountId) {
        return representations.readable(patientId).map(state -> state.cameAfter(time, accountId));
    }

    @Override
    public Mono<Map<String, String>> namesOf(String patientId) {
        // Whoever began again has the newer name.
        return representations
                .of(patientId)
                .map(state -> state.representatives().stream()
                        .collect(Collectors.toMap(
                                Representative::accountId, Representative::name, (older, newer) -> newer)));
    }
}
