package org.healthpassport.api.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.healthpassport.api.access.Role;
import org.healthpassport.edge.text.EmailAddress;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AccountStateTest {
    private static final AccountState DOCTOR = AccountState.ofDoctor(
            "a1",
            new Credentials(new EmailAddress("grace@example.org"), "index", "hash"),
            "h1",
            "Grace Example",
            "L-77");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void shouldBeKeptAsItsComponentsAndNothingElse() {
        // when
        String kept = JsonMapper.shared().writeValueAsString(DOCTOR);

        // then
        assertThat(JsonMapper.shared().readTree(kept).propertyNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AccountState.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(JsonMapper.shared().readValue(kept, AccountState.class)).isEqualTo(DOCTOR);
    }

    @Test
    void shouldOpenAsStoredByReleasesWithoutSessions() {
        // given
        ObjectNode stored =
                (ObjectNode) JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(DOCTOR));

        // when
        stored.remove(List.of("validAfter", "sessions", "endedSessions", "resets", "pendingEmail", "formerEmails"));

        // then
        assertThat(JsonMapper.shared().treeToValue(stored, AccountState.class)).isEqualTo(DOCTOR);
    }

    @Test
    void shouldBeKeptWithItsSessions() {
        // given
        AccountState account = DOCTOR.withSession(Session.started("s1", Role.DOCTOR, NOON), NOON)
                .withSession(Session.started("s2", Role.DOCTOR, NOON), NOON)
                .withSessionEnded("s1", NOON);

        // when
        String kept = JsonMapper.shared().writeValueAsString(account);

        // then
        assertThat(account.sessions()).extracting(Session::id).containsExactly("s2");
        assertThat(account.endedSessions()).containsOnlyKeys("s1");
        assertThat(JsonMapper.shared().readValue(kept, AccountState.class)).isEqualTo(account);
    }

    @Test
    void shouldBeKeptWithTheEmailThatItWants() {
        // given
        EmailAddress wanted = new EmailAddress("hopper@example.org");
        EmailClaim former = EmailClaim.of(new EmailAddress("grace@example.org"), "index", "d2", NOON.plusSeconds(9));
        AccountState account = DOCTOR.withPendingEmail(EmailClaim.of(wanted, "index2", "d1", NOON.plusSeconds(9)))
                .withFormerEmail(former, NOON);

        // when
        String kept = JsonMapper.shared().writeValueAsString(account);

        // then
        assertThat(JsonMapper.shared().readValue(kept, AccountState.class)).isEqualTo(account);
        assertThat(account.visibleVersion()).isEqualTo(DOCTOR.visibleVersion() + 1);
        assertThat(account.withEmailOf(former).visibleVersion()).isEqualTo(DOCTOR.visibleVersion() + 2);
        assertThat(account.withPassword("hash2", NOON).pendingEmail()).isNull();
        assertThat(account.openFormerEmails(NOON)).containsExactly(former);
        assertThat(account.openFormerEmails(NOON.plusSeconds(9))).isEmpty();
        assertThat(account.closed().formerEmails()).isEqualTo(account.formerEmails());
    }

    @Test
    void shouldForgetFormerEmailsWhoseTimeIsOver() {
        // given
        EmailAddress address = new EmailAddress("grace@example.org");
        AccountState account = DOCTOR.withFormerEmail(EmailClaim.of(address, "i1", "d1", NOON.plusSeconds(9)), NOON)
                .withFormerEmail(EmailClaim.of(address, "i2", "d2", NOON.plusSeconds(10)), NOON);
        Instant later = NOON.plusSeconds(9);

        // then
        assertThat(account.formerEmailIndexes()).containsExactly("i1", "i2");
        assertThat(account.withPassword("hash2", later).formerEmailIndexes()).containsExactly("i2");
        assertThat(account.withSession(Session.started("s1", Role.DOCTOR, later), later)
                        .formerEmailIndexes())
                .containsExactly("i2");
        assertThat(account.withPassword("hash2", NOON.plusSeconds(10)).formerEmailIndexes())
                .isNull();
    }

    @Test
    void shouldForgetEndedSessionsOnceTheirTokensHaveExpired() {
        // given
        AccountState account = DOCTOR.withSessionEnded("s1", NOON);

        // then
        Instant later = NOON.plus(Duration.ofMinutes(11));
        assertThat(account.withSessionEnded("s2", later).endedSessions()).containsOnlyKeys("s1", "s2");
        later = NOON.plus(Duration.ofMinutes(12));
        assertThat(account.withSessionEnded("s2", later).endedSessions()).containsOnlyKeys("s2");
        assertThat(account.withSession(Session.started("s3", Role.DOCTOR, later), later)
                        .endedSessions())
                .isEmpty();
    }

    @Test
    void shouldRevokeEverythingBeforeItHasToRememberTooMuch() {
        // given
        AccountState account = DOCTOR.withSession(Session.started("open", Role.DOCTOR, NOON), NOON);
        for (int i = 0; i < 100; i++) {
            account = account.withSessionEnded("s" + i, NOON);
        }
        assertThat(account.endedSessions()).hasSize(100);
        assertThat(account.validAfter()).isNull();

        // when
        account = account.withSessionEnded("s100", NOON);

        // then
        assertThat(account.endedSessions()).isEmpty();
        assertThat(account.sessions()).isEmpty();
        assertThat(account.validAfter()).isAfter(NOON);
    }

    @Test
    void shouldRevokeTokensOfTheSecondThatTheLastRevocationLeft() {
        // given
        AccountState once = DOCTOR.withSession(Session.started("s1", Role.DOCTOR, NOON), NOON)
                .withTokensRevoked(NOON.plusMillis(300));
        assertThat(once.validAfter()).isEqualTo(NOON.plusSeconds(1));
        assertThat(once.sessions()).isEmpty();

        // when a login in the same second got a token of the next one
        AccountState twice = once.withTokensRevoked(NOON.plusMillis(600));

        // then
        assertThat(twice.validAfter()).isEqualTo(NOON.plusSeconds(2));
        assertThat(twice.withTokensRevoked(NOON.plusSeconds(60)).validAfter()).isEqualTo(NOON.plusSeconds(61));
    }

    @Test
    void shouldRevokeTokensOfSessionsThatAClockAheadBegan() {
        // given
        AccountState account =
                DOCTOR.withSession(Session.started("s1", Role.DOCTOR, NOON.plusMillis(5_300)), NOON.plusMillis(5_300));

        // then
        assertThat(account.withTokensRevoked(NOON).validAfter()).isEqualTo(NOON.plusSeconds(6));
    }

    @Test
    void shouldOpenAccountsOfBefore() {
        // given
        ObjectNode stored =
                (ObjectNode) JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(DOCTOR));
        stored.remove(List.of("suspension", "changes"));

        // when
        AccountState opened = JsonMapper.shared().treeToValue(stored, AccountState.class);

        // then
        assertThat(opened).isEqualTo(DOCTOR);
        assertThat(opened.visibleVersion()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatTheOwnerSeesAndNothingElse() {
        assertThat(DOCTOR.activated().visibleVersion()).isEqualTo(2);
        assertThat(DOCTOR.activated().movedTo("h2").visibleVersion()).isEqualTo(3);
        assertThat(DOCTOR.renamed("Grace Hopper").visibleVersion()).isEqualTo(2);
        assertThat(DOCTOR.withTokensRevoked(Instant.EPOCH).visibleVersion()).isEqualTo(1);
    }

    @Test
    void shouldShowNothingPersonalByAccident() {
        assertThat(DOCTOR.toString()).doesNotContain("grace", "Grace", "L-77", "hash");
    }
}
