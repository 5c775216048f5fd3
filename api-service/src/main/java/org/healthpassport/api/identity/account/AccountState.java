package org.healthpassport.api.identity.account;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account; sealed with the account's own keys.
 *
 * @param emailIndex blind index of the email, the same for all its spellings
 * @param passwordHash Argon2id with its parameters and salt
 * @param patientId the patient whose account it is; null for other accounts
 * @param name of the person or organization; null for patients, whose name is in {@code PatientState}
 * @param hospitalId the hospital whose account it is, or that the doctor works for
 * @param licenseNumber of a doctor; checked by the hospital that activates the account
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

    /** A hospital, pending until an administrator activates it. */
    public static AccountState ofHospital(String accountId, Credentials credentials, String hospitalId, String name) {
        return of(accountId, Role.HOSPITAL, AccountStatus.PENDING, credentials, null, name, hospitalId, null);
    }

    /** A doctor, pending until the hospital activates the account. */
    public static AccountState ofDoctor(
            String accountId, Credentials credentials, String hospitalId, String name, String licenseNumber) {
        return of(accountId, Role.DOCTOR, AccountStatus.PENDING, credentials, null, name, hospitalId, licenseNumber);
    }

    /** An administrator or auditor; the first administrator has no name. */
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

    /** The caller that signs in to this account. */
    public Caller caller() {
        return new Caller(accountId, role, patientId, hospitalId);
    }

    /** Not named like a getter, as Jackson would store it with the state. */
    public boolean mayAct() {
        return status == AccountStatus.ACTIVE;
    }

    /** The same account, activated. */
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
