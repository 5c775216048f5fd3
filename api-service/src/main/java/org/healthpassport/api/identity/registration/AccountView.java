package org.healthpassport.api.identity.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/** An account as its owner sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountView(
        String accountId,
        Role role,
        AccountStatus status,
        @Nullable String patientId,
        @Nullable String hospitalId) {

    static AccountView of(AccountState account) {
        return new AccountView(
                account.accountId(), account.role(), account.status(), account.patientId(), account.hospitalId());
    }
}
