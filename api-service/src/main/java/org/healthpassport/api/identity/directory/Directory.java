package org.healthpassport.api.identity.directory;

import java.util.EnumSet;
import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds hospitals and doctors for everybody who is signed in; {@link NameSearch} says what a search costs. */
@Component
class Directory {
    /** A hospital learns of its doctors once they have confirmed their email addresses. */
    private static final Set<AccountStatus> KNOWN = EnumSet.complementOf(EnumSet.of(AccountStatus.UNCONFIRMED));
    /** Nobody has to decide about doctors who closed their accounts. */
    private static final Set<AccountStatus> USUAL =
            EnumSet.complementOf(EnumSet.of(AccountStatus.UNCONFIRMED, AccountStatus.CLOSED));

    private final Accounts accounts;
    private final AccessLog accessLog;

    Directory(Accounts accounts, AccessLog accessLog) {
        this.accounts = accounts;
        this.accessLog = accessLog;
    }

    /** Active hospitals, the newest first. */
    Mono<Page<ListedHospital>> hospitals(NameFilter name, PageRequest page) {
        return NameSearch.in(accounts.lists().hospitals(page.after()), name, page)
                .map(found -> found.map(ListedHospital::of));
    }

    /**
     * Doctors of a hospital, the newest first: the active ones for everybody, and all whose emails are confirmed for the
     * hospital itself.
     *
     * @return fails with {@link DirectoryRefusal.OnlyForThatHospital} and {@link DirectoryRefusal.NoSuchHospital}
     */
    Mono<Page<ListedDoctor>> doctors(
            Caller caller, String hospitalId, NameFilter name, @Nullable AccountStatus status, PageRequest page) {
        return accounts.mayActFor(caller, hospitalId)
                .flatMap(own -> own
                        ? ownDoctors(hospitalId, name, status, page)
                        : activeDoctors(hospitalId, name, status, page));
    }

    private Mono<Page<ListedDoctor>> ownDoctors(
            String hospitalId, NameFilter name, @Nullable AccountStatus status, PageRequest page) {
        return NameSearch.in(
                        accounts.lists().doctors(hospitalId, status == null ? USUAL : known(status), page.after()),
                        name,
                        page)
                .map(found -> found.map(ListedDoctor::forTheHospital));
    }

    private Mono<Page<ListedDoctor>> activeDoctors(
            String hospitalId, NameFilter name, @Nullable AccountStatus status, PageRequest page) {
        if (status != null && status != AccountStatus.ACTIVE) {
            return accessLog.deny(DenialReason.NOT_PERMITTED, new DirectoryRefusal.OnlyForThatHospital().asException());
        }
        return accounts.findHospital(hospitalId)
                .filter(AccountState::mayAct)
                .switchIfEmpty(Mono.error(new DirectoryRefusal.NoSuchHospital()::asException))
                .then(NameSearch.in(
                        accounts.lists().doctors(hospitalId, Set.of(AccountStatus.ACTIVE), page.after()), name, page))
                .map(found -> found.map(ListedDoctor::forEverybody));
    }

    private static Set<AccountStatus> known(AccountStatus status) {
        return KNOWN.contains(status) ? Set.of(status) : Set.of();
    }
}
