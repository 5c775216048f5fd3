package org.healthpassport.api.identity.account;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of an account that differs in what is set; a new member of the state adds one field here. */
final class AccountChange {
    /** Longer than an access token is accepted, and than it takes to issue one. */
    private static final Duration ENDED_KNOWN_FOR = Duration.ofMinutes(12);
    /** Every request of the account reads them. */
    private static final int ENDED_AT_MOST = 100;

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
    private @Nullable String patientId;
    private AccountState.@Nullable Takeover takeover;
    private @Nullable AccountStatus closedAs;

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
        this.patientId = before.patientId();
        this.takeover = before.takeover();
        this.closedAs = before.closedAs();
    }

    AccountChange status(AccountStatus newStatus) {
        this.status = newStatus;
        return this;
    }

    AccountChange passwordHash(String newPasswordHash) {
        this.passwordHash = newPasswordHash;
        return this;
    }

    /** One more session, or a session as it is now, without those that are over. */
    AccountChange session(Session session, Instant now) {
        Stream<Session> others =
                sessions.stream().filter(other -> !other.id().equals(session.id()) && !other.isOver(now));
        this.sessions = Stream.concat(others, Stream.of(session)).toList();
        this.endedSessions = EmailClaim.open(endedSessions, now);
        return this;
    }

    /** No token of that session counts any more; if too many are remembered, none of any session. */
    AccountChange sessionEnded(String id, Instant now) {
        Map<String, Instant> ended = EmailClaim.open(endedSessions, now);
        ended.put(id, now.plus(ENDED_KNOWN_FOR));
        if (ended.size() > ENDED_AT_MOST) {
            return tokensRevoked(now);
        }
        this.sessions =
                sessions.stream().filter(session -> !session.id().equals(id)).toList();
        this.endedSessions = ended;
        return this;
    }

    /**
     * All sessions have ended. Tokens have whole seconds, so those of the same second do not count either; the next one
     * is issued for the second after. The clock of the instance that began or refreshed a session may be ahead.
     */
    AccountChange tokensRevoked(Instant time) {
        Instant last = Stream.concat(Stream.of(time), sessions.stream().map(Session::lastUsedAt))
                .max(Instant::compareTo)
                .orElse(time);
        Instant nextSecond = last.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        // A token of that second may have been issued already, after another revocation.
        this.validAfter =
                validAfter == null || validAfter.isBefore(nextSecond) ? nextSecond : validAfter.plusSeconds(1);
        this.sessions = List.of();
        this.endedSessions = Map.of();
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

    AccountChange patientId(String newPatientId) {
        this.patientId = newPatientId;
        return this;
    }

    AccountChange takeover(AccountState.@Nullable Takeover newTakeover) {
        this.takeover = newTakeover;
        return this;
    }

    AccountChange closedAs(@Nullable AccountStatus newClosedAs) {
        this.closedAs = newClosedAs;
        return this;
    }

    private boolean isVisible() {
        return status != before.status()
                || SecondFactor.isAskedFor(secondFactor) != before.hasSecondFactor()
                || !email.equals(before.email())
                || !Objects.equals(address(pendingEmail), address(before.pendingEmail()))
                || !Objects.equals(name, before.name())
                || !Objects.equals(patientId, before.patientId())
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
                patientId,
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
                emergencyAccessSince,
                takeover,
                closedAs);
    }
}
