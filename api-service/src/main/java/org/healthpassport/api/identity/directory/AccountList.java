package org.healthpassport.api.identity.directory;

import java.util.List;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All accounts, for administrators. The names of patients are the patients' data, so each patient on a page is recorded
 * as read by the administrator.
 */
@Component
class AccountList {
    private static final String PATIENT = "PATIENT";
    private static final int AT_ONCE = 16;

    private final Accounts accounts;
    private final Patients patients;
    private final PatientAccess access;
    private final PageAnswers answers;

    AccountList(Accounts accounts, Patients patients, PatientAccess access, PageAnswers answers) {
        this.accounts = accounts;
        this.patients = patients;
        this.access = access;
        this.answers = answers;
    }

    /** A page of the accounts that have the role, the status and the email, as far as given; the newest first. */
    Mono<Page<AccountEntry>> page(
            Caller administrator,
            @Nullable Role role,
            @Nullable AccountStatus status,
            @Nullable EmailAddress email,
            PageRequest page) {
        Flux<ListedAggregate<AccountState>> listed = email == null
                ? accounts.lists().list(role, status, page.after())
                : accounts.byEmail()
                        .list(email, page.after())
                        .filter(found -> found.aggregate().mayBe(account -> has(account.state(), role, status)));
        return answers.<AccountState, AccountEntry>page(listed, page, ListedAccount::of, UnreadableAccount::of)
                .flatMap(found ->
                        named(administrator, found.items()).map(items -> new Page<>(items, found.nextCursor())));
    }

    private static boolean has(AccountState account, @Nullable Role role, @Nullable AccountStatus status) {
        return (role == null || account.role() == role) && (status == null || account.status() == status);
    }

    private Mono<List<AccountEntry>> named(Caller administrator, List<AccountEntry> items) {
        return Flux.fromIterable(items)
                .flatMapSequential(item -> named(administrator, item), AT_ONCE)
                .collectList();
    }

    private Mono<AccountEntry> named(Caller administrator, AccountEntry item) {
        if (!(item instanceof ListedAccount account) || account.patientId() == null) {
            return Mono.just(item);
        }
        String patientId = account.patientId();
        DataRequest request =
                new DataRequest(AccessScope.DEMOGRAPHICS, patientId, PATIENT, patientId, Interaction.SEARCH);
        return access.read(administrator, request, patients::find)
                .<AccountEntry>map(
                        patient -> account.named(patient.state().name().inFull()))
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .defaultIfEmpty(account);
    }
}
