package org.healthpassport.api.trail;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.trail.row.Look;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds the names of a page at once: those of accounts and hospitals as they are now, of the patient, and of the patient's
 * representatives as they were when they began. Other patients are strangers here, and their names are theirs.
 */
@Component
class NamingActors {
    private final Accounts accounts;
    private final Patients patients;
    private final KnownRepresentatives representatives;

    NamingActors(Accounts accounts, Patients patients, KnownRepresentatives representatives) {
        this.accounts = accounts;
        this.patients = patients;
        this.representatives = representatives;
    }

    Mono<ActorNames> of(Grant grant, Collection<Look> looks) {
        Mono<Map<String, String>> actors =
                accounts.find(ids(looks, Look::actorId)).flatMap(found -> accountNames(grant, found));
        Mono<Map<String, String>> hospitals =
                accounts.findHospitals(ids(looks, Look::hospitalId)).map(NamingActors::namesOf);
        return Mono.zip(actors, hospitals, ActorNames::new);
    }

    private static Set<String> ids(Collection<Look> looks, Function<Look, String> id) {
        return looks.stream().map(id).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private Mono<Map<String, String>> accountNames(Grant grant, Map<String, AccountState> found) {
        Map<String, String> names = namesOf(found);
        List<AccountState> own = ofPatients(found, account -> isOwn(grant, account));
        List<AccountState> others = ofPatients(found, account -> !isOwn(grant, account));
        return own(grant, own).zipWith(representing(grant, others), (ofPatient, ofRepresentatives) -> {
            Map<String, String> all = new HashMap<>(names);
            all.putAll(ofRepresentatives);
            all.putAll(ofPatient);
            return all;
        });
    }

    private static List<AccountState> ofPatients(Map<String, AccountState> found, Predicate<AccountState> which) {
        return found.values().stream()
                .filter(account -> account.role() == Role.PATIENT && which.test(account))
                .toList();
    }

    private static boolean isOwn(Grant grant, AccountState account) {
        return grant.patientFor(AccessScope.CONSENT).equals(account.patientId());
    }

    private Mono<Map<String, String>> own(Grant grant, Collection<AccountState> own) {
        return own.isEmpty()
                ? Mono.just(Map.of())
                : patients.find(grant)
                        .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                        .map(patient -> own.stream()
                                .collect(Collectors.toMap(
                                        AccountState::accountId,
                                        account -> patient.state().name().inFull())))
                        .defaultIfEmpty(Map.of());
    }

    private Mono<Map<String, String>> representing(Grant grant, Collection<AccountState> others) {
        return others.isEmpty()
                ? Mono.just(Map.of())
                : representatives
                        .namesOf(grant.patientFor(AccessScope.CONSENT))
                        .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                        .defaultIfEmpty(Map.of());
    }

    private static Map<String, String> namesOf(Map<String, AccountState> accounts) {
        Map<String, String> names = new HashMap<>();
        accounts.forEach((id, account) -> {
            if (account.name() != null) {
                names.put(id, account.name());
            }
        });
        return names;
    }
}
