package org.healthpassport.api.consent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.consent.GranteeType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The doctors and hospitals that can get a consent, and their names, which everybody finds in the directory. */
@Component
public final class Grantees {
    private static final int AT_ONCE = 8;

    private final Accounts accounts;

    Grantees(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The grantees whose consents are of use to a caller: a doctor, and then the hospital. None for all others. */
    public static List<Grantee> of(Caller caller) {
        List<Grantee> grantees = new ArrayList<>();
        if (caller.role() == Role.DOCTOR) {
            grantees.add(new Grantee(GranteeType.DOCTOR, caller.accountId()));
        }
        String hospitalId = caller.hospitalId();
        if (hospitalId != null && (caller.role() == Role.DOCTOR || caller.role() == Role.HOSPITAL)) {
            grantees.add(new Grantee(GranteeType.HOSPITAL, hospitalId));
        }
        return grantees;
    }

    /** The one that asks for consent when a caller asks; empty for everybody but doctors and hospitals. */
    public static Optional<Grantee> asking(Caller caller) {
        return of(caller).stream().findFirst();
    }

    /** True for an active doctor or hospital. */
    public Mono<Boolean> mayAct(Grantee grantee) {
        return account(grantee).map(AccountState::mayAct).defaultIfEmpty(false);
    }

    /** The names of those that have one and can be read. */
    public Mono<Map<Grantee, String>> names(Collection<Grantee> grantees) {
        return Flux.fromIterable(new HashSet<>(grantees))
                .flatMap(
                        grantee -> account(grantee)
                                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                                .mapNotNull(AccountState::name)
                                .map(name -> Map.entry(grantee, name)),
                        AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The names of the grantees of some consents. */
    public Mono<Map<Grantee, String>> namesIn(List<Snapshot<ConsentState>> consents) {
        return names(consents.stream().map(consent -> consent.state().grantee()).toList());
    }

    private Mono<AccountState> account(Grantee grantee) {
        return grantee.type() == GranteeType.HOSPITAL
                ? accounts.findHospital(grantee.id())
                : accounts.find(grantee.id()).filter(account -> account.role() == Role.DOCTOR);
    }
}
