package org.healthpassport.api.identity;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an account; sealed under the account's own keys.
 *
 * @param emailIndex blind index of the email, the same for all spellings of it
 * @param passwordHash Argon2id with its parameters and salt
 * @param patientId the patient that the account is, for accounts of patients only
 * @param name of the person or organization whose account it is; patients have theirs elsewhere
 * @param hospitalId the hospital that the account is, or that the doctor works for
 * @param licenseNumber under which a doctor practises; the hospital that activates the account has checked it
 */
public record AccountState(
        String accountId,
        Role role,
        AccountStatus status,
        String email,
        String emailIndex,
        String passwordHash,
        @Nullable String patientId,
        @Nullable String name,
        @Nullable String hospitalId,
        @Nullable String licenseNumber) {

    public static AccountState ofPatient(String accountId, Credentials credentials, String patientId) {
        return of(accountId, Role.PATIENT, AccountStatus.ACTIVE, credentials, patientId, null, null, null);
    }

    /** Of a hospital, pending until an administrator activates it. */
    public static AccountState ofHospital(String accountId, Credentials credentials, String hospitalId, String name) {
        return of(accountId, Role.HOSPITAL, AccountStatus.PENDING, credentials, null, name, hospitalId, null);
    }

    /** Of a doctor, pending until the hospital activates it. */
    public static AccountState ofDoctor(
            String accountId, Credentials credentials, String hospitalId, String name, String licenseNumber) {
        return of(accountId, Role.DOCTOR, AccountStatus.PENDING, credentials, null, name, hospitalId, licenseNumber);
    }

    /** Of an administrator or auditor; the first administrator's has no name. */
    public static AccountState ofStaff(String accountId, Role role, Credentials credentials, @Nullable String name) {
        return of(accountId, role, AccountStatus.ACTIVE, credentials, null, name, null, null);
    }

    private static AccountState of(
            String accountId,
            Role role,
            AccountStatus status,
            Credentials credentials,
            @Nullable String patientId,
            @Nullable String name,
            @Nullable String hospitalId,
            @Nullable String licenseNumber) {
        return new AccountState(
                accountId,
                role,
                status,
                credentials.email().value(),
                credentials.emailIndex(),
                credentials.passwordHash(),
                patientId,
                name,
                hospitalId,
                licenseNumber);
    }

    /** Whoever signs in to this account. */
    public Caller caller() {
        return new Caller(accountId, role, patientId, hospitalId);
    }

    /** Not named like a property, as those are kept with the state. */
    public boolean mayAct() {
        return status == AccountStatus.ACTIVE;
    }

    /** The same account, which may act from now on. */
    public AccountState activated() {
        return new AccountState(
                accountId,
                role,
                AccountStatus.ACTIVE,
                email,
                emailIndex,
                passwordHash,
                patientId,
                name,
                hospitalId,
                licenseNumber);
    }

    @Override
    public String toString() {
        return "AccountState[" + accountId + ", " + role + ", " + status + ']';
    }
}
