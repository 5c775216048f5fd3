package org.healthpassport.api.consent.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.emergency.EmergencyDecisions.LASTS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.emergency.EmergencyDecisions.Places;
import org.healthpassport.api.consent.emergency.EmergencyReview.Finding;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.junit.jupiter.api.Test;

class EmergencyDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:35:00Z");
    private static final Instant ENABLED = NOW.minusSeconds(600);
    private static final AccountState HOSPITAL = AccountState.ofHospital("h-account", credentials(), "h1", "General")
            .activated()
            .withEmergencyAccess(ENABLED);
    private static final AccountState DOCTOR =
            AccountState.ofDoctor("d1", credentials(), "h1", "Grace", "L-77").activated();

    @Test
    void shouldEntitleActiveDoctorsOfAnActiveHospitalThatIsEnabled() {
        assertThat(EmergencyDecisions.entitledSince(DOCTOR, HOSPITAL)).contains(ENABLED);
    }

    @Test
    void shouldEntitleNobodyElse() {
        Suspension suspension = new Suspension(null, AccountStatus.ACTIVE);
        AccountState administrator =
                AccountState.ofFurtherAdministrator("a1", credentials(), "h1", "Florence", "h-account");

        assertThat(List.of(
                        EmergencyDecisions.entitledSince(DOCTOR, HOSPITAL.withEmergencyAccess(null)),
                        EmergencyDecisions.entitledSince(DOCTOR, HOSPITAL.suspended(suspension)),
                        EmergencyDecisions.entitledSince(DOCTOR, HOSPITAL.closed()),
                        EmergencyDecisions.entitledSince(DOCTOR.suspended(suspension), HOSPITAL),
                        EmergencyDecisions.entitledSince(DOCTOR.closed(), HOSPITAL),
                        EmergencyDecisions.entitledSince(DOCTOR.pendingAgain(), HOSPITAL),
                        EmergencyDecisions.entitledSince(DOCTOR.movedTo("h2").activated(), HOSPITAL),
                        EmergencyDecisions.entitledSince(HOSPITAL, HOSPITAL),
                        EmergencyDecisions.entitledSince(administrator, HOSPITAL),
                        EmergencyDecisions.entitledSince(DOCTOR, administrator.withEmergencyAccess(ENABLED))))
                .allSatisfy(since -> assertThat(since).isEmpty());
    }

    @Test
    void shouldEndForGoodWithASuspensionAndWithTheHospital() {
        // given
        EmergencyAccessState access = access(NOW);
        AccountState restored = DOCTOR.withTokensRevoked(NOW.plusSeconds(5)).activated();
        AccountState enabledAgain = HOSPITAL.withEmergencyAccess(NOW.plusSeconds(5));
        Instant later = NOW.plusSeconds(10);

        // when, then
        assertThat(access.allowsAt(later, since(DOCTOR, HOSPITAL))).isTrue();
        assertThat(access.allowsAt(later, since(restored, HOSPITAL))).isFalse();
        assertThat(access.allowsAt(later, since(DOCTOR, enabledAgain))).isFalse();
    }

    @Test
    void shouldLastAnHour() {
        // given
        EmergencyAccessState access = access(NOW);

        // when, then
        assertThat(access.expiresAt()).isEqualTo(NOW.plus(LASTS));
        assertThat(access.allowsAt(NOW.plus(LASTS).minusMillis(1), ENABLED)).isTrue();
        assertThat(access.allowsAt(NOW.plus(LASTS), ENABLED)).isFalse();
    }

    @Test
    void shouldBeGoodFromTheBeginningEvenIfTheSessionsBeganAMomentAhead() {
        Instant ahead = NOW.plusMillis(400);

        EmergencyAccessState access =
                EmergencyDecisions.take("p1", "d1", "h1", "Unconscious.", new Places(0, 0), ahead, NOW);

        assertThat(access.allowsAt(NOW, ahead)).isTrue();
    }

    @Test
    void shouldBeReplacedOnlyOnceItIsOver() {
        EmergencyAccessState access = access(NOW);

        assertThat(EmergencyDecisions.replace(access, NOW, ENABLED)).isInstanceOf(Decision.Unchanged.class);
        assertThat(EmergencyDecisions.replace(access, NOW.plus(LASTS), ENABLED))
                .isEqualTo(Decision.accept(access.replaced()));
        assertThat(EmergencyDecisions.replace(access.replaced(), NOW.plus(LASTS), ENABLED))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldBeReviewedOnceByItsHospital() {
        // given
        EmergencyReview review = new EmergencyReview(Finding.JUSTIFIED, null, "h-account", NOW);
        Snapshot<EmergencyAccessState> access = snapshot(access(NOW));

        // when
        Decision<EmergencyAccessState> decision = EmergencyDecisions.review(access, "h1", review);

        // then
        assertThat(decision).isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
            EmergencyAccessState reviewed = (EmergencyAccessState) accepted.state();
            assertThat(reviewed.allowsAt(NOW, ENABLED)).isTrue();
            assertThat(EmergencyDecisions.review(snapshot(reviewed), "h1", review))
                    .isEqualTo(Decision.refuse(new EmergencyRefusal.AlreadyReviewed()));
        });
        assertThat(EmergencyDecisions.review(access, "h2", review))
                .isEqualTo(Decision.refuse(new EmergencyRefusal.NoSuchAccess()));
    }

    @Test
    void shouldEndIfItWasNotJustified() {
        EmergencyReview review = new EmergencyReview(Finding.NOT_JUSTIFIED, "No patient of ours.", "h-account", NOW);

        assertThat(access(NOW).reviewed(review).allowsAt(NOW, ENABLED)).isFalse();
    }

    @Test
    void shouldFindPlacesThatNobodyHas() {
        assertThat(EmergencyDecisions.freePlaces(Set.of(0, 2), 3)).containsExactly(1);
        assertThat(EmergencyDecisions.freePlaces(Set.of(), 2)).containsExactly(0, 1);
    }

    @Test
    void shouldCountDaysInUtc() {
        assertThat(EmergencyDecisions.day(NOW)).isEqualTo(LocalDate.of(2026, 11, 29));
        assertThat(EmergencyDecisions.untilTomorrow(NOW)).isEqualTo(Duration.ofMinutes(205));
    }

    @Test
    void shouldSwitchHospitalsOnly() {
        AccountState disabled = HOSPITAL.withEmergencyAccess(null);

        assertThat(EmergencyDecisions.switchTo(HOSPITAL, NOW)).isInstanceOf(Decision.Unchanged.class);
        assertThat(EmergencyDecisions.switchTo(disabled, null)).isInstanceOf(Decision.Unchanged.class);
        assertThat(EmergencyDecisions.switchTo(disabled, NOW))
                .isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
                    assertThat(((AccountState) accepted.state()).emergencyAccessSince())
                            .isEqualTo(NOW);
                    assertThat(accepted.events().toString()).contains(EventType.EMERGENCY_ACCESS_SWITCHED.name());
                });
        assertThat(EmergencyDecisions.switchTo(HOSPITAL, null)).isInstanceOf(Decision.Accepted.class);
        assertThat(EmergencyDecisions.switchTo(DOCTOR, NOW))
                .isEqualTo(Decision.refuse(new EmergencyRefusal.NoSuchHospital()));
    }

    private static Instant since(AccountState doctor, AccountState hospital) {
        return EmergencyDecisions.entitledSince(doctor, hospital).orElseThrow();
    }

    private static EmergencyAccessState access(Instant now) {
        return EmergencyDecisions.take("p1", "d1", "h1", "Unconscious.", new Places(0, 0), ENABLED, now);
    }

    private static Snapshot<EmergencyAccessState> snapshot(EmergencyAccessState state) {
        return new Snapshot<>("e1", 1, NOW, state);
    }

    private static Credentials credentials() {
        return new Credentials(EmailAddress.parse("grace@example.org").orElseThrow(), "index", "hash");
    }
}
