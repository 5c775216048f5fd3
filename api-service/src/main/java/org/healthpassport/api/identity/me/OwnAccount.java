package org.healthpassport.api.identity.me;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.patient.PatientState;
import org.jspecify.annotations.Nullable;

/**
 * An account as its owner sees it.
 *
 * @param secondFactor true if a login asks for a code of the second factor
 * @param name of the patient, person or organization; null for the first administrator, who has none
 * @param birthDate of a patient; null for other accounts
 * @param version of everything that is shown, for {@code ETag}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OwnAccount(
        String accountId,
        Role role,
        AccountStatus status,
        @Nullable String patientId,
        @Nullable String hospitalId,
        String email,
        boolean secondFactor,

        @Schema(
                example = "ada.new@example.org",
                description = "The address that the owner of the account wants to have, until it is confirmed")
        @Nullable
        String pendingEmail,

        @Nullable ShownName name,

        @Schema(example = "1980-05-17", description = "A day, a month such as 1980-05, or a year such as 1980")
        @Nullable
        String birthDate,

        @JsonIgnore long version) {

    /** An account whose name it holds itself, or a patient's whose data cannot be read. */
    static OwnAccount of(AccountState account) {
        String name = account.name();
        return of(account, name == null ? null : new ShownName(null, null, name), null, account.visibleVersion());
    }

    /** The account of a patient; each change raises the version of one of the two. */
    static OwnAccount of(AccountState account, Snapshot<PatientState> patient) {
        PatientState.Name name = patient.state().name();
        return of(
                account,
                new ShownName(name.given(), name.family(), name.inFull()),
                patient.state().birthDate().value(),
                account.visibleVersion() + patient.version());
    }

    private static OwnAccount of(
            AccountState account, @Nullable ShownName name, @Nullable String birthDate, long version) {
        EmailClaim pending = account.pendingEmail();
        return new OwnAccount(
                account.accountId(),
                account.role(),
                account.status(),
                account.patientId(),
                account.hospitalId(),
                account.email(),
                account.hasSecondFactor(),
                pending == null ? null : pending.email(),
                name,
                birthDate,
                version);
    }

    @Override
    public String toString() {
        return "OwnAccount[" + accountId + ']';
    }

    /** @param text the whole name; the parts are known of patients only */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShownName(
            @Schema(example = "Ada") @Nullable String given,
            @Schema(example = "Example") @Nullable String family,
            @Schema(example = "Ada Example") String text) {

        @Override
        public String toString() {
            return "ShownName[...]";
        }
    }
}
