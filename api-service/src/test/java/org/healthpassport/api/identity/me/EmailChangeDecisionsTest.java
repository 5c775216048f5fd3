package org.healthpassport.api.identity.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.junit.jupiter.api.Test;

class EmailChangeDecisionsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant IN_A_WEEK = NOON.plus(Duration.ofDays(7));
    private static final EmailAddress ADDRESS = new EmailAddress("someone@example.org");
    private static final AccountState ACCOUNT = AccountState.ofPatient(
                    "a1", new Credentials(ADDRESS, "index", "hash"), "p1")
            .withSession(Session.started("s1", Role.PATIENT, NOON), NOON);
    private static final EmailClaim WANTED =
            EmailClaim.of(new EmailAddress("else@example.org"), "index2", "wanted", IN_A_WEEK);
    private static final NewEvent CHANGED =
            new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a1", List.of("pendingEmail")));

    @Test
    void shouldLetAnAccountWantAnotherEmail() {
        assertThat(EmailChangeDecisions.begin(ACCOUNT, "s1", WANTED, former("f"), NOON))
                .isEqualTo(
                        Decision.accept(ACCOUNT.withPendingEmail(WANTED).withFormerEmail(former("f"), NOON), CHANGED));
    }

    @Test
    void shouldAskForARecentLogin() {
        assertThat(EmailChangeDecisions.begin(ACCOUNT, "s1", WANTED, former("f"), NOON.plus(Duration.ofMinutes(15))))
                .isEqualTo(Decision.refuse(new MeRefusal.LoginTooOld()));
        assertThat(EmailChangeDecisions.begin(ACCOUNT, "another", WANTED, former("f"), NOON))
                .isEqualTo(Decision.refuse(new MeRefusal.LoginTooOld()));
        assertThat(ACCOUNT.hasRecentLogin("s1", NOON.plus(Duration.ofMinutes(14))))
                .isTrue();
    }

    @Test
    void shouldTakeTheWishBackForThePresentEmail() {
        // given
        EmailClaim present = EmailClaim.of(ADDRESS, "index", "wanted", IN_A_WEEK);
        AccountState changing = ACCOUNT.withPendingEmail(WANTED);

        // then
        assertThat(EmailChangeDecisions.begin(changing, "s1", present, former("f"), NOON))
                .isEqualTo(Decision.accept(changing.withPendingEmail(null), CHANGED));
        assertThat(EmailChangeDecisions.begin(ACCOUNT, "s1", present, former("f"), NOON))
                .isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldBoundTheChangesOfAWeek() {
        // given
        AccountState changing = ACCOUNT;
        for (int i = 0; i < 10; i++) {
            changing = changing.withFormerEmail(former("f" + i), NOON);
        }

        // then
        assertThat(EmailChangeDecisions.begin(changing, "s1", WANTED, former("f"), NOON))
                .isEqualTo(Decision.refuse(new MeRefusal.TooManyEmails(Duration.ofDays(7))));
    }

    private static EmailClaim former(String digest) {
        return EmailClaim.of(ADDRESS, "index", digest, IN_A_WEEK);
    }
}
