package org.healthpassport.api.identity.activation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators see it: they decide on hospitals and need not know the names of other people.
 *
 * @param organizationName null unless the account is a hospital's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedAccount(
        String accountId,
        Role role,
        AccountStatus status,
        @Nullable String hospitalId,
        @Nullable String organizationName,
        Instant registeredAt)
        implements AccountEntry {

    static ListedAccount of(Snapshot<AccountState> version) {
        AccountState account = version.state();
        return new ListedAccount(
                account.accountId(),
                account.role(),
                account.status(),
                account.hospitalId(),
                account.role() == Role.HOSPITAL ? account.name() : null,
                version.createdAt());
    }

    @Override
    public String toString() {
        return "ListedAccount[" + accountId + ']';
    }
}
