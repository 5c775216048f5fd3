package org.healthpassport.api.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.session.SessionEnd;
import org.healthpassport.events.session.SessionEnded;
import org.healthpassport.events.session.SessionRefreshed;
import org.healthpassport.events.session.SessionStarted;
import org.junit.jupiter.api.Test;

class SessionDecisionsTest {
    private static final Suspension SUSPENSION = new Suspension(null, AccountStatus.ACTIVE);
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final AccountState PATIENT = AccountState.ofPatient("a1", credentials("hash"), "p1");

    @Test
    void shouldStartSessionThatLastsLongerForPatients() {
        // when
        AccountState patient =
                accepted(SessionDecisions.start(PATIENT, PATIENT, "s1", NOON)).state();
        AccountState auditor = AccountState.ofStaff("a2", Role.AUDITOR, credentials("hash"), "Grace");
        auditor = accepted(SessionDecisions.start(auditor, auditor, "s2", NOON)).state();

        // then
        assertThat(patient.sessions())
                .containsExactly(new Session("s1", NOON, NOON, NOON.plus(Duration.ofDays(30)), 1));
        assertThat(auditor.sessions())
                .containsExactly(new Session("s2", NOON, NOON, NOON.plus(Duration.ofHours(12)), 1));
        assertThat(accepted(SessionDecisions.start(PATIENT, PATIENT, "s1", NOON))
                        .events())
                .containsExactly(new NewEvent(EventType.SESSION_STARTED, new SessionStarted("a1", "s1")));
    }

    @Test
    void shouldNotStartSessionWithPasswordOrStatusOfBefore() {
        // given
        AccountState changed = AccountState.ofPatient("a1", credentials("another"), "p1");

        // then
        assertThat(refusal(SessionDecisions.start(changed, PATIENT, "s1", NOON)))
                .isEqualTo(new SessionRefusal.AccountChanged());
        assertThat(refusal(SessionDecisions.start(PATIENT.suspended(SUSPENSION), PATIENT, "s1", NOON)))
                .isEqualTo(new SessionRefusal.AccountChanged());
    }

    @Test
    void shouldEndTheSessionThatWasNotUsedForTheLongestTime() {
        // given twenty sessions, of which the first was used last
        AccountState account = PATIENT;
        for (int i = 0; i < 20; i++) {
            account = started(account, "s" + i, NOON.plusSeconds(i));
        }
        account = refreshed(account, "s0", 1, NOON.plusSeconds(60));

        // when
        Decision.Accepted<AccountState> decision =
                accepted(SessionDecisions.start(account, account, "s20", NOON.plusSeconds(70)));

        // then
        assertThat(decision.state().sessions())
                .extracting(Session::id)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, 20)
                        .filter(i -> i != 1)
                        .mapToObj(i -> "s" + i)
                        .toList());
        assertThat(decision.state().endedSessions()).containsOnlyKeys("s1");
        assertThat(decision.events())
                .containsExactly(
                        new NewEvent(
                                EventType.SESSION_ENDED, new SessionEnded("a1", "s1", SessionEnd.TOO_MANY_SESSIONS)),
                        new NewEvent(EventType.SESSION_STARTED, new SessionStarted("a1", "s20")));
    }

    @Test
    void shouldStartSessionHoweverManyEndedBefore() {
        // given
        AccountState account = PATIENT;

        // when
        for (int i = 0; i < 300; i++) {
            account = started(account, "s" + i, NOON.plusSeconds(i));
            assertThat(account.session("s" + i)).isPresent();
            assertThat(account.sessions()).hasSizeLessThanOrEqualTo(20);
            assertThat(account.endedSessions()).hasSizeLessThanOrEqualTo(100);
        }
    }

    @Test
    void shouldReplaceNewestRefreshToken() {
        // given
        AccountState account = started(PATIENT, "s1", NOON);
        Instant later = NOON.plus(Duration.ofDays(6));

        // when
        Decision.Accepted<AccountState> decision = accepted(SessionDecisions.refresh(account, token("s1", 1), later));

        // then
        assertThat(decision.state().sessions())
                .containsExactly(new Session("s1", NOON, later, NOON.plus(Duration.ofDays(30)), 2));
        assertThat(decision.events())
                .containsExactly(new NewEvent(EventType.SESSION_REFRESHED, new SessionRefreshed("a1", "s1", 2)));
    }

    @Test
    void shouldRepeatTheNewestRefreshForTenSecondsAndEndTheSessionAfterThem() {
        // given
        AccountState account = refreshed(started(PATIENT, "s1", NOON), "s1", 1, NOON.plusSeconds(60));

        // then
        assertThat(SessionDecisions.refresh(account, token("s1", 1), NOON.plusSeconds(60)))
                .isEqualTo(Decision.unchanged());
        assertThat(SessionDecisions.refresh(account, token("s1", 1), NOON.plusMillis(69_999)))
                .isEqualTo(Decision.unchanged());
        assertReuse(SessionDecisions.refresh(account, token("s1", 1), NOON.plusSeconds(70)));
    }

    @Test
    void shouldEndSessionWhenAnOlderTokenIsUsedHoweverSoon() {
        // given
        AccountState account = refreshed(refreshed(started(PATIENT, "s1", NOON), "s1", 1, NOON), "s1", 2, NOON);

        // then
        assertReuse(SessionDecisions.refresh(account, token("s1", 1), NOON));
    }

    @Test
    void shouldRefuseTokenOfSessionThatIsOverByTime() {
        // given
        AccountState unused = started(PATIENT, "s1", NOON);
        AccountState used = unused;
        for (int day = 5; day < 30; day += 5) {
            used = refreshed(used, "s1", day / 5, NOON.plus(Duration.ofDays(day)));
        }

        // then
        assertThat(SessionDecisions.refresh(
                        unused, token("s1", 1), NOON.plus(Duration.ofDays(7)).minusMillis(1)))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(refusal(SessionDecisions.refresh(unused, token("s1", 1), NOON.plus(Duration.ofDays(7)))))
                .isEqualTo(new SessionRefusal.NoValidRefreshToken());
        assertThat(SessionDecisions.refresh(
                        used, token("s1", 6), NOON.plus(Duration.ofDays(30)).minusMillis(1)))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(refusal(SessionDecisions.refresh(used, token("s1", 6), NOON.plus(Duration.ofDays(30)))))
                .isEqualTo(new SessionRefusal.NoValidRefreshToken());
    }

    @Test
    void shouldRefuseTokenOfNoOpenSession() {
        // given
        AccountState account = started(PATIENT, "s1", NOON);

        // then
        for (AccountState without : List.of(
                PATIENT,
                account.suspended(SUSPENSION),
                account.withTokensRevoked(NOON),
                account.withSessionEnded("s1", NOON))) {
            assertThat(refusal(SessionDecisions.refresh(without, token("s1", 1), NOON)))
                    .isEqualTo(new SessionRefusal.NoValidRefreshToken());
        }
        assertThat(refusal(SessionDecisions.refresh(account, token("s2", 1), NOON)))
                .isEqualTo(new SessionRefusal.NoValidRefreshToken());
        assertThat(refusal(SessionDecisions.refresh(account, token("s1", 2), NOON)))
                .isEqualTo(new SessionRefusal.NoValidRefreshToken());
    }

    @Test
    void shouldLetPendingAccountGoOn() {
        // given
        AccountState pending = AccountState.ofHospital("a1", credentials("hash"), "h1", "General Hospital");

        // then
        assertThat(SessionDecisions.refresh(started(pending, "s1", NOON), token("s1", 1), NOON))
                .isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void shouldEndOneSessionOrAll() {
        // given
        AccountState account = started(started(PATIENT, "s1", NOON), "s2", NOON);

        // then
        assertThat(SessionDecisions.end(account, "s1", NOON))
                .isEqualTo(Decision.accept(account.withSessionEnded("s1", NOON), ended("s1", SessionEnd.SIGNED_OUT)));
        assertThat(SessionDecisions.logOut(account, "s1", NOON)).isEqualTo(SessionDecisions.end(account, "s1", NOON));
        assertThat(SessionDecisions.endAll(account, NOON))
                .isEqualTo(Decision.accept(
                        account.withTokensRevoked(NOON),
                        ended("s1", SessionEnd.SIGNED_OUT),
                        ended("s2", SessionEnd.SIGNED_OUT)));
    }

    @Test
    void shouldEndSessionOnce() {
        // given
        AccountState account = started(PATIENT, "s1", NOON).withSessionEnded("s1", NOON);

        // then
        assertThat(SessionDecisions.logOut(account, "s1", NOON)).isEqualTo(Decision.unchanged());
        assertThat(refusal(SessionDecisions.end(account, "s1", NOON))).isEqualTo(new SessionRefusal.NoSuchSession());
    }

    private static void assertReuse(Decision<AccountState> decision) {
        assertThat(accepted(decision).state().sessions()).isEmpty();
        assertThat(accepted(decision).state().endedSessions()).containsOnlyKeys("s1");
        assertThat(accepted(decision).events()).containsExactly(ended("s1", SessionEnd.REFRESH_TOKEN_REUSED));
    }

    private static AccountState started(AccountState account, String sessionId, Instant now) {
        return accepted(SessionDecisions.start(account, account, sessionId, now))
                .state();
    }

    private static AccountState refreshed(AccountState account, String sessionId, int generation, Instant now) {
        return accepted(SessionDecisions.refresh(account, token(sessionId, generation), now))
                .state();
    }

    private static RefreshToken token(String sessionId, int generation) {
        return new RefreshToken("a1", sessionId, generation);
    }

    private static NewEvent ended(String sessionId, SessionEnd reason) {
        return new NewEvent(EventType.SESSION_ENDED, new SessionEnded("a1", sessionId, reason));
    }

    private static Decision.Accepted<AccountState> accepted(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<AccountState>) decision;
    }

    private static Refusal refusal(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<AccountState>) decision).refusal();
    }

    private static Credentials credentials(String passwordHash) {
        return new Credentials(new EmailAddress("ada@example.org"), "index", passwordHash);
    }
}
