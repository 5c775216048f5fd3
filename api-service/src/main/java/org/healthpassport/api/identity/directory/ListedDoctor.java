package org.healthpassport.api.identity.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/** A doctor in the directory; everything but id and name is for the doctor's hospital only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedDoctor(
        String accountId,
        @Schema(example = "Grace Example") @Nullable String name,
        @Nullable AccountStatus status,
        @Schema(example = "L-77") @Nullable String licenseNumber,
        @Nullable Instant registeredAt) {

    static ListedDoctor forEverybody(Snapshot<AccountState> account) {
        return new ListedDoctor(account.id(), account.state().name(), null, null, null);
    }

    static ListedDoctor forTheHospital(Snapshot<AccountState> account) {
        AccountState doctor = account.state();
        return new ListedDoctor(
                account.id(), doctor.name(), doctor.status(), doctor.licenseNumber(), account.createdAt());
    }

    @Override
    public String toString() {
        return "ListedDoctor[" + accountId + ']';
    }
}
