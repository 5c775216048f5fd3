package org.healthpassport.api.identity.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in the audit log, as an auditor sees them.
 *
 * @param accountId null for a patient without an account
 * @param name of a person; null if there is none, or if a patient's cannot be read any more
 * @param unreadable set instead of everything else about an account that is stored but cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Person(
        @Schema(example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14") @Nullable
        String accountId,

        @Schema(example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a15") @Nullable
        String patientId,

        @Nullable Role role,
        @Nullable AccountStatus status,
        @Schema(example = "Ada Example") @Nullable String name,
        @Schema(example = "ada@example.org") @Nullable String email,
        @Nullable String hospitalId,
        @Nullable String organizationName,
        @Nullable String licenseNumber,
        Unreadable.@Nullable View unreadable) {

    static Person of(AccountState account) {
        boolean hospital = account.standsForHospital();
        return new Person(
                account.accountId(),
                account.patientId(),
                account.role(),
                account.status(),
                hospital ? null : account.name(),
                account.email(),
                account.hospitalId(),
                hospital ? account.name() : null,
                account.licenseNumber(),
                null);
    }

    /** An account whose keys were destroyed, or that was damaged. */
    static Person of(Unreadable account) {
        return new Person(account.id(), null, null, null, null, null, null, null, null, account.view());
    }

    /** A patient without an account. */
    static Person ofPatient(String patientId) {
        return new Person(null, patientId, null, null, null, null, null, null, null, null);
    }

    Person named(String newName) {
        return new Person(
                accountId,
                patientId,
                role,
                status,
                newName,
                email,
                hospitalId,
                organizationName,
                licenseNumber,
                unreadable);
    }

    @Override
    public String toString() {
        return "Person[" + accountId + ", " + patientId + ']';
    }
}
