package org.healthpassport.api.identity.confirmation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.identity.account.SecondFactor;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.healthpassport.events.account.AccountRegistered;
import org.healthpassport.events.account.EmailConfirmed;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.secondfactor.SecondFactorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmailDecisionsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final EmailAddress ADDRESS = new EmailAddress("someone@example.org");
    private static final Credentials CREDENTIALS = new Credentials(ADDRESS, "index", "hash");
    private static final AccountState PATIENT = AccountState.ofPatient("a1", CREDENTIALS, "p1");
    private static final AccountState DOCTOR = AccountState.ofDoctor("a2", CREDENTIALS, "h1", "Grace Example", "L-77");
    private static final EmailClaim WANTED =
            EmailClaim.of(new EmailAddress("else@example.org"), "index2", "wanted", LATER);
    private static final EmailClaim FORMER = EmailClaim.of(ADDRESS, "index", "former", LATER);
    private static final AccountState CHANGING =
            PATIENT.withPendingEmail(WANTED).withFormerEmail(FORMER, NOON);

    @Test
    void shouldOpenAccountOfPatient() {
        // given
        AccountState unconfirmed = PATIENT.unconfirmed("token", LATER);

        // then
        assertThat(unconfirmed.maySignIn()).isFalse();
        Decision<AccountState> confirmed = EmailDecisions.confirm(unconfirmed, "token", NOON);
        assertThat(after(confirmed).status()).isEqualTo(AccountStatus.ACTIVE);
        assertThat(after(confirmed).pendingEmail()).isNull();
        assertThat(events(confirmed))
                .containsExactly(
                        new NewEvent(EventType.ACCOUNT_REGISTERED, new AccountRegistered("a1", "PATIENT", "p1")),
                        new NewEvent(EventType.EMAIL_CONFIRMED, new EmailConfirmed("a1")));
    }

    @Test
    void shouldLetDoctorsAndHospitalsWait() {
        AccountState hospital = AccountState.ofHospital("a3", CREDENTIALS, "h1", "General Hospital");
        assertThat(after(EmailDecisions.confirm(DOCTOR.unconfirmed("token", LATER), "token", NOON))
                        .status())
                .isEqualTo(AccountStatus.PENDING);
        assertThat(after(EmailDecisions.confirm(hospital.unconfirmed("token", LATER), "token", NOON))
                        .status())
                .isEqualTo(AccountStatus.PENDING);
    }

    @Test
    void shouldRefuseTokensThatDoNotCount() {
        // given
        AccountState unconfirmed = PATIENT.unconfirmed("token", LATER);

        // then
        assertRefused(EmailDecisions.confirm(unconfirmed, "another", NOON));
        assertRefused(EmailDecisions.confirm(unconfirmed, "token", LATER));
        assertRefused(EmailDecisions.confirm(PATIENT, "token", NOON));
        assertRefused(EmailDecisions.confirm(CHANGING, "former", NOON));
        assertRefused(EmailDecisions.takeBack(CHANGING, "wanted", "hash2", NOON));
        assertRefused(EmailDecisions.takeBack(CHANGING, "former", "hash2", LATER));
    }

    @Test
    void shouldGiveTheAccountTheEmailThatItWants() {
        // given
        AccountState account = CHANGING.withReset("reset", LATER, NOON);

        // when
        Decision<AccountState> confirmed = EmailDecisions.confirm(account, "wanted", NOON);

        // then
        assertThat(after(confirmed).email()).isEqualTo("else@example.org");
        assertThat(after(confirmed).emailIndex()).isEqualTo("index2");
        assertThat(after(confirmed).pendingEmail()).isNull();
        assertThat(after(confirmed).resets()).as("tokens at the former address").isEqualTo(Map.of());
        assertThat(events(confirmed))
                .containsExactly(
                        new NewEvent(EventType.EMAIL_CONFIRMED, new EmailConfirmed("a1")),
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a1", List.of("email"))));
    }

    @ParameterizedTest
    @EnumSource(
            value = AccountStatus.class,
            names = {"SUSPENDED", "CLOSED"})
    void shouldChangeNoEmailOfThoseWhoMayNotSignIn(AccountStatus status) {
        AccountState account = status == AccountStatus.CLOSED
                ? CHANGING.closed()
                : CHANGING.suspended(new Suspension(null, AccountStatus.ACTIVE));
        assertRefused(EmailDecisions.confirm(account, "wanted", NOON));
    }

    @Test
    void shouldTakeEverythingFromWhoeverChangedTheEmail() {
        // given
        AccountState changed = after(EmailDecisions.confirm(CHANGING, "wanted", NOON))
                .withSession(Session.started("s1", Role.PATIENT, NOON), NOON)
                .withReset("reset", LATER, NOON);

        // when
        Decision<AccountState> takenBack = EmailDecisions.takeBack(changed, "former", "hash2", NOON);

        // then
        AccountState account = after(takenBack);
        assertThat(account.email()).isEqualTo(ADDRESS.value());
        assertThat(account.emailIndex()).isEqualTo("index");
        assertThat(account.passwordHash()).isEqualTo("hash2");
        assertThat(account.sessions()).isEmpty();
        assertThat(account.validAfter()).isAfter(NOON);
        assertThat(account.resets()).isEmpty();
        assertThat(account.formerEmails()).isEmpty();
        assertThat(events(takenBack))
                .containsExactly(
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a1", List.of("email"))),
                        new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged("a1", PasswordProof.RESET_TOKEN)));
        assertThat(after(EmailDecisions.takeBack(CHANGING, "former", "hash2", NOON))
                        .pendingEmail())
                .as("stopped before the change")
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = AccountStatus.class,
            names = {"ACTIVE", "PENDING"})
    void shouldOpenAnAccountThatWasClosedMeanwhile(AccountStatus before) {
        // given
        AccountState open = before == AccountStatus.PENDING ? CHANGING.pendingAgain() : CHANGING;
        AccountState closed =
                after(EmailDecisions.confirm(open, "wanted", NOON)).closed();
        assertThat(closed.status()).isEqualTo(AccountStatus.CLOSED);

        // when
        Decision<AccountState> takenBack = EmailDecisions.takeBack(closed, "former", "hash2", NOON);

        // then
        assertThat(after(takenBack).status()).isEqualTo(before);
        assertThat(after(takenBack).closedAs()).isNull();
        assertThat(after(takenBack).emailIndex()).isEqualTo("index");
        assertThat(events(takenBack))
                .contains(
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a1", List.of("email", "status"))));
        assertRefused(EmailDecisions.takeBack(closed, "former", "hash2", LATER));
    }

    /** A thief who has the account would stop a second change, by the token mailed to the address of the first. */
    @Test
    void shouldKeepTheRightOfTheOwnerWhenALaterChangeIsTakenBack() {
        // given
        EmailClaim second = EmailClaim.of(new EmailAddress("else@example.org"), "index2", "second", LATER);
        EmailClaim third = EmailClaim.of(new EmailAddress("third@example.org"), "index3", "third", LATER);
        AccountState stolen = after(EmailDecisions.confirm(CHANGING, "wanted", NOON))
                .withPendingEmail(third)
                .withFormerEmail(second, NOON)
                .withFormerEmail(EmailClaim.of(new EmailAddress("else@example.org"), "index2", "later", LATER), NOON);

        // when
        AccountState stopped = after(EmailDecisions.takeBack(stolen, "second", "hash2", NOON));

        // then
        assertThat(stopped.emailIndex()).isEqualTo("index2");
        assertThat(stopped.formerEmails()).containsExactly(FORMER);
        AccountState owners = after(EmailDecisions.takeBack(stopped, "former", "hash3", NOON));
        assertThat(owners.emailIndex()).isEqualTo("index");
        assertThat(owners.formerEmails()).isEmpty();
    }

    @Test
    void shouldRemoveTheSecondFactorOfWhoeverChangedTheEmailAndKeepTheOwners() {
        // given
        SecondFactor begun = SecondFactor.unconfirmed("secret");
        AccountState ofThief = CHANGING.withSecondFactor(begun.confirmed(1, List.of(), NOON));
        AccountState ofOwner = CHANGING.withSecondFactor(begun.confirmed(1, List.of(), NOON.minus(Duration.ofDays(8))));

        // when
        Decision<AccountState> removed = EmailDecisions.takeBack(ofThief, "former", "hash2", NOON);
        Decision<AccountState> kept = EmailDecisions.takeBack(ofOwner, "former", "hash2", NOON);

        // then
        NewEvent event = new NewEvent(EventType.SECOND_FACTOR_REMOVED, new SecondFactorRemoved("a1", RemovedBy.OWNER));
        assertThat(after(removed).hasSecondFactor()).isFalse();
        assertThat(events(removed)).hasSize(3).contains(event);
        assertThat(after(kept).hasSecondFactor()).isTrue();
        assertThat(events(kept)).hasSize(2).doesNotContain(event);
    }

    private static void assertRefused(Decision<AccountState> decision) {
        assertThat(decision).isEqualTo(Decision.refuse(new EmailRefusal.NoValidToken()));
    }

    private static AccountState after(Decision<AccountState> decision) {
        return ((Decision.Accepted<AccountState>) decision).state();
    }

    private static List<NewEvent> events(Decision<AccountState> decision) {
        return ((Decision.Accepted<AccountState>) decision).events();
    }
}
