package org.healthpassport.api.identity.registration;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Creates the accounts that nobody can register: those of administrators and auditors. */
@Component
class AddingStaff {
    private static final Set<Role> ROLES = Set.of(Role.ADMIN, Role.AUDITOR);

    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final IdempotentCreations creations;
    private final Ids ids;

    AddingStaff(Accounts accounts, PasswordHashing passwords, IdempotentCreations creations, Ids ids) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.creations = creations;
        this.ids = ids;
    }

    /**
     * Gives the new account, or the one that was created with the same key. Fails with {@link InvalidInput} if a member
     * is missing or invalid, and with {@link RegistrationRefusal.EmailTaken}.
     */
    Mono<AccountView> add(Caller caller, @Nullable IdempotencyKey key, StaffRequest request) {
        return Mono.fromCallable(() -> check(request).orThrow())
                .flatMap(staff -> creations.create(
                        new KeyedRequest(caller.accountId(), "staff accounts", key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                accountId -> add(accountId, staff).map(AccountView::of),
                                accountId -> accounts.find(accountId).map(AddingStaff::firstAnswer),
                                accounts::ruleOut)));
    }

    /** The account may have been suspended since. */
    private static AccountView firstAnswer(AccountState account) {
        return new AccountView(account.accountId(), account.role(), AccountStatus.ACTIVE, null, null);
    }

    private static Ruling<NewStaff> check(StaffRequest request) {
        MemberRules members = new MemberRules();
        Role role = request.role();
        if (role == null || !ROLES.contains(role)) {
            members.refuse("/role", role == null ? MemberRules.MISSING : "must be ADMIN or AUDITOR");
        }
        Optional<EmailAddress> email = members.email(request.email());
        String password = members.password(request.password(), email);
        String name = members.fullName(request.name());
        return members.ruling(() -> new NewStaff(Objects.requireNonNull(role), email.orElseThrow(), password, name));
    }

    private Mono<AccountState> add(String accountId, NewStaff staff) {
        Refusal taken = new RegistrationRefusal.EmailTaken();
        return accounts.byEmail()
                .credentials(staff.email(), passwords.hash(staff.password()), taken)
                .flatMap(credentials -> accounts.createAlone(
                        AccountState.ofStaff(accountId, staff.role(), credentials, staff.name()), taken));
    }

    /** The members of a new account, all valid. */
    private record NewStaff(Role role, EmailAddress email, String password, String name) {

        @Override
        public String toString() {
            return "NewStaff[" + role + ']';
        }
    }
}
