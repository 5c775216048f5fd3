package org.healthpassport.api.sharing.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.api.sharing.passcode.OpeningDecision.Closed;
import org.healthpassport.api.sharing.passcode.OpeningDecision.NoPasscode;
import org.healthpassport.api.sharing.passcode.OpeningDecision.Opened;
import org.healthpassport.api.sharing.passcode.OpeningDecision.Passcode;
import org.healthpassport.api.sharing.passcode.OpeningDecision.WrongPasscode;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpeningDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));
    private static final Recipient RECIPIENT = new Recipient("Dr. Who");

    @Test
    void shouldCountAUseAndSayWhoOpened() {
        // when
        OpeningDecision opening = decide(link(false, null), Passcode.NONE, NOW);

        // then
        assertThat(opening).isInstanceOf(Opened.class);
        Decision.Accepted<QrCodeState> accepted = accepted(opening);
        assertThat(accepted.state().uses()).isEqualTo(1);
        NewEvent event = accepted.events().get(0);
        assertThat(event.type()).isEqualTo(EventType.QR_CODE_OPENED);
        assertThat(event.payload()).isEqualTo(new QrCodeOpened("q1", "p1", 1));
        assertThat(event.recipient()).isEqualTo("Dr. Who");
        assertThat(event.outcome()).isZero();
    }

    @Test
    void shouldCountAWrongPasscodeAndSayWhoTriedIt() {
        // when
        OpeningDecision opening = decide(link(true, null), Passcode.WRONG, NOW);

        // then
        Decision.Accepted<QrCodeState> accepted = accepted(opening);
        assertThat(accepted.state().uses()).isZero();
        assertThat(accepted.state().remainingAttempts()).isEqualTo(9);
        NewEvent event = accepted.events().get(0);
        assertThat(event.payload()).isEqualTo(new QrCodePasscodeRefused("q1", "p1", 9));
        assertThat(event.recipient()).isEqualTo("Dr. Who");
        assertThat(event.outcome()).isEqualTo(4);
    }

    @Test
    void shouldNotChargeForAskingWithoutPasscode() {
        OpeningDecision opening = decide(link(true, null), Passcode.NONE, NOW);

        assertThat(opening).isInstanceOf(NoPasscode.class);
        assertThat(opening.decision()).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldOpenUntilTheLastMomentAndNotLater() {
        assertThat(decide(link(false, null), Passcode.NONE, EXPIRY.minusMillis(1)))
                .isInstanceOf(Opened.class);
        assertThat(decide(link(false, null), Passcode.NONE, EXPIRY)).isInstanceOf(Closed.class);
    }

    @Test
    void shouldStayClosedForTheRightPasscodeAfterTenWrongOnes() {
        // given
        QrCodeState state = link(true, null);
        for (int i = 0; i < QrCodeState.ATTEMPTS; i++) {
            state = accepted(decide(state, Passcode.WRONG, NOW)).state();
        }

        // then
        assertThat(state.remainingAttempts()).isZero();
        assertThat(decide(state, Passcode.RIGHT, NOW)).isInstanceOf(Closed.class);
        assertThat(decide(state, Passcode.NONE, NOW)).isInstanceOf(Closed.class);
    }

    @Test
    void shouldStayClosedOnceRevokedOrUsedUp() {
        assertThat(decide(link(false, null).revoked(), Passcode.NONE, NOW)).isInstanceOf(Closed.class);
        assertThat(decide(link(false, 1).opened(), Passcode.NONE, NOW)).isInstanceOf(Closed.class);
    }

    /** Commands come in any order: no link opens that should not, and nothing is counted wrongly. */
    @Property(tries = 500)
    void shouldHoldWhatItsPatientChose(
            @ForAll boolean asksForPasscode,
            @ForAll("maxUses") @Nullable Integer maxUses,
            @ForAll("happenings") List<Happening> happenings) {
        QrCodeState state = link(asksForPasscode, maxUses);
        Instant now = NOW;
        int opened = 0;
        int wrong = 0;
        boolean revoked = false;
        for (Happening happening : happenings) {
            // when
            now = now.plus(happening.after());
            if (happening.passcode() == null) {
                state = state.revoked();
                revoked = true;
                continue;
            }
            OpeningDecision opening = decide(state, happening.passcode(), now);

            // then
            boolean open = !revoked
                    && now.isBefore(EXPIRY)
                    && wrong < QrCodeState.ATTEMPTS
                    && (maxUses == null || opened < maxUses);
            boolean allowed = !asksForPasscode || happening.passcode() == Passcode.RIGHT;
            assertThat(opening instanceof Opened).isEqualTo(open && allowed);
            assertThat(opening instanceof Closed).isEqualTo(!open);
            if (opening.decision() instanceof Decision.Accepted<QrCodeState> accepted) {
                opened += opening instanceof Opened ? 1 : 0;
                wrong += opening instanceof WrongPasscode ? 1 : 0;
                state = accepted.state();
            }
            assertThat(state.uses()).isEqualTo(opened);
            assertThat(state.remainingAttempts()).isEqualTo(QrCodeState.ATTEMPTS - wrong);
        }
    }

    @Provide
    Arbitrary<@Nullable Integer> maxUses() {
        return Arbitraries.integers().between(1, 4).injectNull(0.3);
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        Arbitrary<Duration> after =
                Arbitraries.frequency(Tuple.of(30, Duration.ofSeconds(5)), Tuple.of(1, Duration.ofMinutes(50)));
        Arbitrary<@Nullable Passcode> passcode = Arbitraries.of(Passcode.class).injectNull(0.02);
        return Combinators.combine(after, passcode).as(Happening::new).list().ofMaxSize(40);
    }

    /** @param passcode null where it is revoked */
    record Happening(Duration after, @Nullable Passcode passcode) {}

    private static OpeningDecision decide(QrCodeState state, Passcode passcode, Instant now) {
        return OpeningDecision.decide(new Snapshot<>("q1", 1, NOW, state), passcode, RECIPIENT, now);
    }

    private static Decision.Accepted<QrCodeState> accepted(OpeningDecision opening) {
        assertThat(opening.decision()).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<QrCodeState>) opening.decision();
    }

    private static QrCodeState link(boolean asksForPasscode, @Nullable Integer maxUses) {
        return QrCodeState.requested(
                "p1",
                QrCodeKind.HEALTH_LINK,
                new HealthLink(
                        "token", "index", new byte[32], null, EXPIRY, asksForPasscode ? new byte[32] : null, maxUses),
                new SharedContent(true, List.of(), List.of()),
                null);
    }
}
