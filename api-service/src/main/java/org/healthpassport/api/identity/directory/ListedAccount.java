package org.healthpassport.api.identity.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators see it.
 *
 * @param name of the person or organization; null if there is none, or a patient's cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedAccount(
        String accountId,
        Role role,
        AccountStatus status,
        String email,
        @Nullable String name,
        @Nullable String patientId,
        @Nullable String hospitalId,
        Instant registeredAt)
        implements AccountEntry {

    static ListedAccount of(Snapshot<AccountState> version) {
        AccountState account = version.state();
        return new ListedAccount(
                account.accountId(),
                account.role(),
                account.status(),
                account.email(),
                account.name(),
                account.patientId(),
                account.hospitalId(),
                version.createdAt());
    }

    ListedAccount named(String newName) {
        return new ListedAccount(accountId, role, status, email, newName, patientId, hospitalId, registeredAt);
    }

    @Override
    public String toString() {
        return "ListedAccount[" + accountId + ']';
    }
}
