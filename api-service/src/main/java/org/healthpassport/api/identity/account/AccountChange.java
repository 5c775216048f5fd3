package org.healthpassport.api.identity.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A copy of an account that differs in what is set; a new member of the state adds one field here. */
final class AccountChange {
    private final AccountState before;
    private AccountStatus status;
    private String passwordHash;
    private @Nullable Instant validAfter;
    private List<Session> sessions;
    private Map<String, Instant> endedSessions;
    private @Nullable SecondFactor secondFactor;
    private @Nullable Suspension suspension;
    private @Nullable String name;
    private @Nullable String hospitalId;
    private Map<String, Instant> resets;
    private @Nullable String invitedBy;
    private String email;
    private String emailIndex;
    private @Nullable EmailClaim pendingEmail;
    private List<EmailClaim> formerEmails;
    private @Nullable Instant emergencyAccessSince;

    AccountChange(AccountState before) {
        this.before = before;
        this.status = before.status();
        this.passwordHash = before.passwordHash();
        this.validAfter = before.validAfter();
        this.sessions = before.sessions();
        this.endedSessions = before.endedSessions();
        this.secondFactor = before.secondFactor();
        this.suspension = before.suspension();
        this.name = before.name();
        this.hospitalId = before.hospitalId();
        this.resets = before.resets();
        this.invitedBy = before.invitedBy();
        this.email = before.email();
        this.emailIndex = before.emailIndex();
        this.pendingEmail = before.pendingEmail();
        this.formerEmails = before.formerEmails();
        this.emergencyAccessSince = before.emergencyAccessSince();
    }

    AccountChange status(AccountStatus newStatus) {
        this.status = newStatus;
        return this;
    }

    AccountChange passwordHash(String newPasswordHash) {
        this.passwordHash = newPasswordHash;
        return this;
    }

    AccountChange validAfter(Instant newValidAfter) {
        this.validAfter = newValidAfter;
        return this;
    }

    AccountChange sessions(List<Session> newSessions) {
        this.sessions = newSessions;
        return this;
    }

    AccountChange endedSessions(Map<String, Instant> newEnded) {
        this.endedSessions = newEnded;
        return this;
    }

    AccountChange secondFactor(@Nullable SecondFactor newSecondFactor) {
        this.secondFactor = newSecondFactor;
        return this;
    }

    AccountChange suspension(@Nullable Suspension newSuspension) {
        this.suspension = newSuspension;
        return this;
    }

    AccountChange name(String newName) {
        this.name = newName;
        return this;
    }

    AccountChange hospitalId(String newHospitalId) {
        this.hospitalId = newHospitalId;
        return this;
    }

    AccountChange resets(Map<String, Instant> newResets) {
        this.resets = newResets;
        return this;
    }

    AccountChange invitedBy(String inviting) {
        this.invitedBy = inviting;
        return this;
    }

    AccountChange email(EmailClaim claim) {
        this.email = claim.email();
        this.emailIndex = claim.emailIndex();
        return this;
    }

    AccountChange pendingEmail(@Nullable EmailClaim newPendingEmail) {
        this.pendingEmail = newPendingEmail;
        return this;
    }

    AccountChange formerEmails(List<EmailClaim> newFormerEmails) {
        this.formerEmails = newFormerEmails;
        return this;
    }

    AccountChange emergencyAccessSince(@Nullable Instant newSince) {
        this.emergencyAccessSince = newSince;
        return this;
    }

    private boolean isVisible() {
        return status != before.status()
                || SecondFactor.isAskedFor(secondFactor) != before.hasSecondFactor()
                || !email.equals(before.email())
                || !Objects.equals(address(pendingEmail), address(before.pendingEmail()))
                || !Objects.equals(name, before.name())
                || !Objects.equals(hospitalId, before.hospitalId());
    }

    private static @Nullable String address(@Nullable EmailClaim claim) {
        return claim == null ? null : claim.email();
    }

    AccountState made() {
        return new AccountState(
                before.accountId(),
                before.role(),
                status,
                email,
                emailIndex,
                passwordHash,
                before.patientId(),
                name,
                hospitalId,
                before.licenseNumber(),
                validAfter,
                sessions,
                endedSessions,
                secondFactor,
                suspension,
                isVisible() ? Long.valueOf(before.visibleVersion()) : before.changes(),
                resets,
                invitedBy,
                pendingEmail,
                formerEmails,
                emergencyAccessSince);
    }
}
