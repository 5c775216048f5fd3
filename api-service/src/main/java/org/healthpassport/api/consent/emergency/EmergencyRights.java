package org.healthpassport.api.consent.emergency;

import java.time.Clock;
import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.GrantedRight;
import org.healthpassport.api.access.decision.GrantedRights;
import org.healthpassport.events.access.AccessRight;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The right that a running emergency access gives: to read, for the doctor who took it. It comes after all rights that the
 * patient gave, so that a read is marked as an emergency only if nothing else allows it. Each request reads the access and
 * both accounts themselves, so it ends at once with a suspension or when the hospital is disabled.
 */
@Component
@Order(3)
final class EmergencyRights implements GrantedRights {
    private static final Set<AccessScope> SCOPES =
            Set.of(AccessScope.RECORDS_READ, AccessScope.DOCUMENTS_READ, AccessScope.DOCUMENTS_LINK);

    private final EmergencyAccesses accesses;
    private final EntitledDoctors entitled;
    private final Clock clock;

    EmergencyRights(EmergencyAccesses accesses, EntitledDoctors entitled, Clock clock) {
        this.accesses = accesses;
        this.entitled = entitled;
        this.clock = clock;
    }

    @Override
    public Flux<GrantedRight> of(Caller caller, String patientId) {
        if (caller.role() != Role.DOCTOR) {
            return Flux.empty();
        }
        return accesses.latestBetween(patientId, caller.accountId())
                .filter(access -> clock.instant().isBefore(access.state().expiresAt()))
                .filter(access -> access.state().hospitalId().equals(caller.hospitalId()))
                .filterWhen(access -> entitled.since(caller)
                        .map(since -> access.state().allowsAt(clock.instant(), since))
                        .defaultIfEmpty(false))
                .map(access -> new GrantedRight(
                        AccessRight.EMERGENCY, null, access.state().expiresAt(), SCOPES))
                .flux();
    }

    /** Those that the hospital has not reviewed: an access lasts an hour, and is reviewed later as a rule. */
    @Override
    public Flux<String> patientsOf(Caller caller) {
        return caller.role() == Role.DOCTOR
                ? accesses.unreviewedOf(caller.accountId())
                        .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                        .filter(access ->
                                clock.instant().isBefore(access.state().expiresAt()))
                        .map(access -> access.state().patientId())
                : Flux.empty();
    }
}
