package org.healthpassport.api.consent;

import java.time.Clock;
import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.ConsentingPatients;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.GrantedRight;
import org.healthpassport.api.access.decision.GrantedRights;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rights that consents give: to a doctor, and to the active doctors of an active hospital. Nobody else uses a consent,
 * so a hospital's own account reads nothing. Each request reads the consents themselves, so a revocation holds for the
 * next one.
 */
@Component
@Order(1)
final class ConsentedRights implements GrantedRights, ConsentingPatients {
    private final Consents consents;
    private final Grantees grantees;
    private final Clock clock;

    ConsentedRights(Consents consents, Grantees grantees, Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.clock = clock;
    }

    @Override
    public Flux<GrantedRight> of(Caller caller, String patientId) {
        if (caller.role() != Role.DOCTOR) {
            return Flux.empty();
        }
        return consents.activeBetween(patientId, Grantees.of(caller))
                .filter(consent -> consent.state().allowsAt(clock.instant()))
                .filterWhen(consent -> mayAct(consent.state().grantee()))
                .map(ConsentedRights::right);
    }

    @Override
    public Flux<String> patientsOf(Caller caller) {
        return caller.role() == Role.DOCTOR
                ? consents.activeOf(Grantees.of(caller), null)
                        .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                        .map(consent -> consent.state().patientId())
                : Flux.empty();
    }

    @Override
    public Flux<Consenting> to(String hospitalId, @Nullable ListPosition after) {
        Grantee hospital = new Grantee(GranteeType.HOSPITAL, hospitalId);
        return grantees.mayAct(hospital)
                .filter(may -> may)
                .flatMapMany(may -> consents.activeOf(List.of(hospital), after))
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .filter(consent -> consent.state().allowsAt(clock.instant()))
                .map(consent -> new Consenting(consent.state().patientId(), consent.position()));
    }

    /** A doctor is asked about with each request; a hospital whose doctor acts may be suspended. */
    private Mono<Boolean> mayAct(Grantee grantee) {
        return grantee.type() == GranteeType.DOCTOR ? Mono.just(true) : grantees.mayAct(grantee);
    }

    private static GrantedRight right(Snapshot<ConsentState> consent) {
        return new GrantedRight(
                AccessRight.CONSENT,
                consent.id(),
                consent.state().expiresAt(),
                ConsentScope.allowed(consent.state().scopes()));
    }
}
