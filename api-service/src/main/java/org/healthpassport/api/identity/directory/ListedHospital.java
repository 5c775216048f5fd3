package org.healthpassport.api.identity.directory;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.identity.account.AccountState;
import org.jspecify.annotations.Nullable;

/** A hospital in the directory. */
record ListedHospital(
        @Nullable String hospitalId,
        @Schema(example = "General Hospital") @Nullable String name) {

    static ListedHospital of(Snapshot<AccountState> account) {
        return new ListedHospital(account.state().hospitalId(), account.state().name());
    }
}
