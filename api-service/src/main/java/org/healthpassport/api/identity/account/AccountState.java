package org.healthpassport.api.identity.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountRegistered;
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
 * @param validAfter the earliest time of issue of the tokens that still count; null while all do
 * @param sessions the open ones, in the order of their start; some may be over by their time
 * @param endedSessions ids of the sessions that were ended, each with the time from which on none of its access tokens
 *     can be valid
 * @param secondFactor null unless the owner has enrolled one, or is about to
 * @param suspension null unless the account is suspended
 * @param resets the digest of each token that may set a new password, with the time from which on it does not
 * @param invitedBy the account that invited a further administrator of its hospital; null for other accounts
 * @param changes the number of changes that the owner of the account can see; null if there was none
 * @param pendingEmail the address that the owner wants to have, and has not shown yet to be theirs; null if there is none.
 *     The only one of an account that is unconfirmed, whose {@code email} is nobody's yet
 * @param formerEmails addresses of before, in the order in which their changes began, for the time for which their readers
 *     can take the account back; some may be over by their time, until the next login or password
 * @param emergencyAccessSince the time since when the doctors of this hospital may take emergency access; null if they may not
 * @param takeover a passport that is about to be the account's own; null if there is none
 * @param closedAs the status that the account had when it was closed; null unless it is closed
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
        @Nullable String licenseNumber,
        @Nullable Instant validAfter,
        List<Session> sessions,
        Map<String, Instant> endedSessions,
        @Nullable SecondFactor secondFactor,
        @Nullable Suspension suspension,
        @Nullable Long changes,
        Map<String, Instant> resets,
        @Nullable String invitedBy,
        @Nullable EmailClaim pendingEmail,
        List<EmailClaim> formerEmails,
        @Nullable Instant emergencyAccessSince,
        @Nullable Takeover takeover,
        @Nullable AccountStatus closedAs) {
    public AccountState {
        // Accounts of releases without sessions have neither.
        sessions = sessions == null ? List.of() : List.copyOf(sessions);
        endedSessions = endedSessions == null ? Map.of() : Map.copyOf(endedSessions);
        resets = resets == null ? Map.of() : Map.copyOf(resets);
        formerEmails = formerEmails == null ? List.of() : List.copyOf(formerEmails);
    }

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

    /** A further administrator of a hospital, invited by one that acts for it. */
    public static AccountState ofFurtherAdministrator(
            String accountId, Credentials credentials, String hospitalId, String name, String invitedBy) {
        AccountState account =
                of(accountId, Role.HOSPITAL, AccountStatus.ACTIVE, credentials, null, name, hospitalId, null);
        return account.change().invitedBy(invitedBy).made();
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
                licenseNumber,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    /** The event that tells of this account for the first time. */
    public NewEvent registered() {
        return new NewEvent(EventType.ACCOUNT_REGISTERED, new AccountRegistered(accountId, role.name(), patientId));
    }

    /** The caller that signs in to this account. */
    public Caller caller() {
        return new Caller(accountId, role, patientId, hospitalId);
    }

    /** True for the account of a hospital itself, whose name is the hospital's, not for a further administrator. */
    public boolean standsForHospital() {
        return role == Role.HOSPITAL && invitedBy == null;
    }

    /** True for a doctor of that hospital whose email is confirmed; the hospital learns of no other account. */
    public boolean isKnownDoctorOf(String hospital) {
        return role == Role.DOCTOR && hospital.equals(hospitalId) && status != AccountStatus.UNCONFIRMED;
    }

    /** Not named like a getter, as Jackson would store it with the state. */
    public boolean mayAct() {
        return status == AccountStatus.ACTIVE;
    }

    /** True if the owner may sign in, be it only to wait for the activation. */
    public boolean maySignIn() {
        return status == AccountStatus.ACTIVE || status == AccountStatus.PENDING;
    }

    /** The same account, activated. */
    public AccountState activated() {
        return change().status(AccountStatus.ACTIVE).suspension(null).made();
    }

    /** The same account, which waits for its activation again. */
    public AccountState pendingAgain() {
        return change().status(AccountStatus.PENDING).suspension(null).made();
    }

    /** The same account, suspended. */
    public AccountState suspended(Suspension by) {
        return change().status(AccountStatus.SUSPENDED).suspension(by).made();
    }

    /**
     * The same account, closed. Readers of former addresses can still take it back, as somebody may have taken it from its owner
     * and then closed it.
     */
    public AccountState closed() {
        return change().status(AccountStatus.CLOSED)
                .closedAs(status)
                .suspension(null)
                .pendingEmail(null)
                .made();
    }

    /** The same account as it was before it was closed; one that was not closed stays as it is. */
    private AccountState opened() {
        return status == AccountStatus.CLOSED && closedAs != null
                ? change().status(closedAs).closedAs(null).made()
                : this;
    }

    /** The same doctor, who waits for the activation by another hospital. */
    public AccountState movedTo(String newHospitalId) {
        return change().status(AccountStatus.PENDING).hospitalId(newHospitalId).made();
    }

    /** The same account with another password; all its sessions have ended, and so has a change of its email. */
    public AccountState withPassword(String newPasswordHash, Instant now) {
        return change().passwordHash(newPasswordHash)
                .resets(Map.of())
                .formerEmails(openFormerEmails(now))
                .pendingEmail(status == AccountStatus.UNCONFIRMED ? pendingEmail : null)
                .made()
                .withTokensRevoked(now);
    }

    /** The same new account, which is nobody's until a token is shown that was mailed to its address. */
    public AccountState unconfirmed(String digest, Instant until) {
        return change().status(AccountStatus.UNCONFIRMED)
                .pendingEmail(EmailClaim.of(new EmailAddress(email), emailIndex, digest, until))
                .made();
    }

    /** The same account, whose owner wants to have another email, or none but the present one. */
    public AccountState withPendingEmail(@Nullable EmailClaim claim) {
        return change().pendingEmail(claim).made();
    }

    /** The same account with one more address whose reader can take the account back. */
    public AccountState withFormerEmail(EmailClaim claim, Instant now) {
        return change().formerEmails(Stream.concat(openFormerEmails(now).stream(), Stream.of(claim))
                        .toList())
                .made();
    }

    /** The addresses whose readers can still take the account back; not named like a getter, as Jackson would store it. */
    public List<EmailClaim> openFormerEmails(Instant now) {
        return formerEmails.stream()
                .filter(claim -> !claim.openTokens(now).isEmpty())
                .toList();
    }

    /** True if the account had that email, and its reader can still take the account back. */
    public boolean hadEmail(String index, Instant now) {
        return openFormerEmails(now).stream()
                .anyMatch(claim -> claim.emailIndex().equals(index));
    }

    /** The blind indexes of the former emails, of which some may be over by their time; null if there are none. */
    @Nullable
    List<String> formerEmailIndexes() {
        return formerEmails.isEmpty()
                ? null
                : formerEmails.stream().map(EmailClaim::emailIndex).distinct().toList();
    }

    /** True if the session began with a login a short time ago, so that its token was hardly stolen. */
    public boolean hasRecentLogin(String sessionId, Instant now) {
        return session(sessionId).filter(session -> session.isRecent(now)).isPresent();
    }

    /**
     * The same account with the email of a claim. Tokens that were mailed to the address of before set no password any
     * more. An account that was unconfirmed may act from now on, or waits for its activation.
     */
    public AccountState withEmailOf(EmailClaim claim) {
        AccountChange change = change().email(claim).pendingEmail(null).resets(Map.of());
        return status == AccountStatus.UNCONFIRMED
                ? change.status(role == Role.PATIENT ? AccountStatus.ACTIVE : AccountStatus.PENDING)
                        .made()
                : change.made();
    }

    /**
     * The same account after the reader of a former address took it back. Nothing is left of all that began since then;
     * readers of earlier addresses can still take it back from this one.
     *
     * @param since a second factor that was enrolled later is removed
     */
    public AccountState takenBack(EmailClaim former, Instant since, String newPasswordHash, Instant now) {
        SecondFactor kept = secondFactor != null && secondFactor.wasThereAt(since) ? secondFactor : null;
        return withEmailOf(former)
                .opened()
                .change()
                .formerEmails(formerEmails.stream()
                        .takeWhile(claim -> !claim.equals(former))
                        .toList())
                .secondFactor(kept)
                .made()
                .withPassword(newPasswordHash, now);
    }

    /** The same account with one more token that may set a new password. */
    public AccountState withReset(String digest, Instant until, Instant now) {
        Map<String, Instant> open = openResets(now);
        open.put(digest, until);
        return change().resets(open).made();
    }

    /** True if a token may still set a new password. */
    public boolean hasReset(String digest, Instant now) {
        return openResets(now).containsKey(digest);
    }

    /** The tokens that may still set a new password; not named like a getter, as Jackson would store it with the state. */
    public Map<String, Instant> openResets(Instant now) {
        return EmailClaim.open(resets, now);
    }

    /** The same account under another name. */
    public AccountState renamed(String newName) {
        return change().name(newName).made();
    }

    /** The version of everything that the owner of the account sees of it; it counts from 1. */
    public long visibleVersion() {
        return changes == null ? 1 : 1 + changes;
    }

    /** The open session with that id; it may be over by its time. */
    public Optional<Session> session(String id) {
        return sessions.stream().filter(session -> session.id().equals(id)).findFirst();
    }

    /**
     * The same account with one more session, or with a session as it is now. Drops those that are over, and former emails
     * whose time is over.
     */
    public AccountState withSession(Session session, Instant now) {
        return change().session(session, now)
                .formerEmails(openFormerEmails(now))
                .made();
    }

    /**
     * The same account, where no token of that session counts any more. If too many sessions ended within minutes, all
     * end.
     */
    public AccountState withSessionEnded(String id, Instant now) {
        return change().sessionEnded(id, now).made();
    }

    /** The same account, where no token of before that time counts any more and all sessions have ended. */
    public AccountState withTokensRevoked(Instant time) {
        return change().tokensRevoked(time).made();
    }

    /** True if the account asks for a code; not named like a getter, as Jackson would store it with the state. */
    public boolean hasSecondFactor() {
        return SecondFactor.isAskedFor(secondFactor);
    }

    /** The same account with another second factor, or with none. */
    public AccountState withSecondFactor(@Nullable SecondFactor factor) {
        return change().secondFactor(factor).made();
    }

    /** The same hospital, whose doctors may take emergency access since that time, or not at all. */
    public AccountState withEmergencyAccess(@Nullable Instant since) {
        return change().emergencyAccessSince(since).made();
    }

    /** The same account, which is about to get a passport as its own, or is not any more. */
    public AccountState withTakeover(@Nullable Takeover begun) {
        return change().takeover(begun).made();
    }

    /** The same account with another passport as its own. Tokens name the passport of before, so all end. */
    public AccountState withPassport(String newPatientId, Instant now) {
        return change().patientId(newPatientId)
                .takeover(null)
                .tokensRevoked(now)
                .made();
    }

    private AccountChange change() {
        return new AccountChange(this);
    }

    @Override
    public String toString() {
        return "AccountState[" + accountId + ", " + role + ", " + status + ']';
    }

    /**
     * A passport that the account is about to get as its own. It stands in the account until that is done, so that the account
     * is not closed meanwhile.
     *
     * @param invitationId the invitation that was accepted
     * @param patientId the patient whose passport it is
     * @param representativeId the id that the account will have as a representative of its passport of before
     * @param name of the owner, for the lists of representatives
     * @param kept ids of the representatives whose rights stay
     */
    public record Takeover(
            String invitationId, String patientId, String representativeId, String name, List<String> kept) {
        public Takeover {
            kept = List.copyOf(kept);
        }

        /** Without the name, as states can end up in logs. */
        @Override
        public String toString() {
            return "Takeover[" + invitationId + ", " + patientId + ']';
        }
    }
}
