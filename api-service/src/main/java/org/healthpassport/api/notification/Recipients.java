package org.healthpassport.api.notification;

import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.consent.GranteeType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds the accounts that are told something. What cannot be read is left out, as its alarm is raised elsewhere. */
@Component
final class Recipients {
    private final Accounts accounts;
    private final KnownRepresentatives representatives;

    Recipients(Accounts accounts, KnownRepresentatives representatives) {
        this.accounts = accounts;
        this.representatives = representatives;
    }

    /** The owner of an account. */
    Flux<AccountState> account(String accountId) {
        return readable(accounts.find(accountId));
    }

    /** The doctor or hospital that has a consent, or asked for one. */
    Flux<AccountState> grantee(GranteeType type, String id) {
        return type == GranteeType.HOSPITAL ? readable(accounts.findHospital(id)) : account(id);
    }

    /**
     * The patient, if there is a login; otherwise those who act for the patient and may do this. An event that comes late, or
     * again, is not told to those who came after it.
     */
    Flux<AccountState> patientOrActing(String patientId, AccessScope scope, Instant happened) {
        return accounts.lists()
                .ofPatient(patientId)
                .collectList()
                .flatMapMany(own -> own.isEmpty()
                        ? acting(patientId, scope)
                        : Flux.fromIterable(own)
                                .concatMap(found ->
                                        Mono.justOrEmpty(found.aggregate().ifReadable()))
                                .map(Snapshot::state))
                .filterWhen(account -> wasThere(patientId, account, happened));
    }

    /** The patient, if there is a login, and those who act for the patient and may do this. */
    Flux<AccountState> patientAndActing(String patientId, AccessScope scope, Instant happened) {
        return patientOrActing(patientId, scope, happened)
                .concatWith(acting(patientId, scope).filterWhen(account -> wasThere(patientId, account, happened)))
                .distinct(AccountState::accountId);
    }

    private Mono<Boolean> wasThere(String patientId, AccountState account, Instant happened) {
        return representatives
                .cameAfter(happened, patientId, account.accountId())
                .map(came -> !came);
    }

    private Flux<AccountState> acting(String patientId, AccessScope scope) {
        return representatives
                .accountsActingFor(patientId, scope)
                .onErrorResume(CannotBeRead.class, alarmed -> Flux.empty())
                .concatMap(this::account);
    }

    private static Flux<AccountState> readable(Mono<AccountState> account) {
        return account.onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .flux();
    }
}
