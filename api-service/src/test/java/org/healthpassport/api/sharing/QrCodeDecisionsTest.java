package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.LostEvents;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;
import org.healthpassport.events.qrcode.QrCodePaused;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.junit.jupiter.api.Test;

class QrCodeDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final byte[] SYMBOL = {1, 2, 3};
    private static final WorkerRetrySettings SETTINGS =
            new WorkerRetrySettings(Duration.ofSeconds(4), Duration.ofHours(6));
    private static final QrCodeState REQUESTED = QrCodeState.requested(
            "p1",
            QrCodeKind.HEALTH_LINK,
            new HealthLink("token", "index", new byte[32], null, NOW.plusSeconds(10), null, null),
            new SharedContent(true, List.of(), List.of()),
            null);

    @Test
    void shouldBeReadyOnceItIsDrawn() {
        // when
        Decision<QrCodeState> decision = QrCodeDecisions.drawn(version(REQUESTED), SYMBOL);

        // then
        assertAccepted(decision, QrCodeStatus.READY, EventType.QR_CODE_READY);
        assertThat(((Decision.Accepted<QrCodeState>) decision).state().symbol()).isEqualTo(SYMBOL);
    }

    @Test
    void shouldSayWhyItCouldNotBeDrawn() {
        // when
        Decision<QrCodeState> decision = QrCodeDecisions.failed(version(REQUESTED), QrCodeFailure.PAYLOAD_TOO_LONG);

        // then
        assertAccepted(decision, QrCodeStatus.FAILED, EventType.QR_CODE_FAILED);
        assertThat(((Decision.Accepted<QrCodeState>) decision).state().failure())
                .isEqualTo(QrCodeFailure.PAYLOAD_TOO_LONG);
    }

    @Test
    void shouldTakeADrawingThatComesAfterAFailureAndNoFailureAfterADrawing() {
        QrCodeState failed = REQUESTED.failed(QrCodeFailure.UNKNOWN);

        assertAccepted(QrCodeDecisions.drawn(version(failed), SYMBOL), QrCodeStatus.READY, EventType.QR_CODE_READY);
        assertUnchanged(QrCodeDecisions.failed(version(failed), QrCodeFailure.UNKNOWN));
        assertUnchanged(QrCodeDecisions.failed(version(REQUESTED.drawn(SYMBOL)), QrCodeFailure.UNKNOWN));
    }

    @Test
    void shouldApplyTheSameDrawingOnce() {
        assertUnchanged(QrCodeDecisions.drawn(version(REQUESTED.drawn(SYMBOL)), SYMBOL));
    }

    @Test
    void shouldNeverComeBackOnceRevoked() {
        // given
        Decision<QrCodeState> decision = QrCodeDecisions.revoke(version(REQUESTED.drawn(SYMBOL)));
        assertAccepted(decision, QrCodeStatus.REVOKED, EventType.QR_CODE_REVOKED);
        QrCodeState revoked = ((Decision.Accepted<QrCodeState>) decision).state();

        // then
        assertThat(revoked.symbol()).isNull();
        assertUnchanged(QrCodeDecisions.revoke(version(revoked)));
        assertUnchanged(QrCodeDecisions.drawn(version(revoked), SYMBOL));
        assertUnchanged(QrCodeDecisions.failed(version(revoked), QrCodeFailure.UNKNOWN));
    }

    @Test
    void shouldGiveNothingOutWhilePaused() {
        // given
        QrCodeState drawn = REQUESTED.drawn(SYMBOL);
        Decision<QrCodeState> decision = QrCodeDecisions.pause(version(drawn), NOW);
        assertAccepted(decision, QrCodeStatus.READY, EventType.QR_CODE_PAUSED);
        QrCodeState paused = ((Decision.Accepted<QrCodeState>) decision).state();

        // then
        assertThat(drawn.isOpen(NOW)).isTrue();
        assertThat(paused.isServed(NOW)).isFalse();
        assertThat(paused.isOpen(NOW)).isFalse();
        assertThat(paused.isAlive(NOW)).isTrue();
        assertThat(paused.statusAt(NOW)).isEqualTo(QrCodeStatus.PAUSED);
        assertThat(paused.statusAt(NOW.plusSeconds(10))).isEqualTo(QrCodeStatus.EXPIRED);
        assertThat(paused.revoked().statusAt(NOW)).isEqualTo(QrCodeStatus.REVOKED);
        assertUnchanged(QrCodeDecisions.pause(version(paused), NOW));
    }

    @Test
    void shouldGiveEverythingOutAgainOnceResumed() {
        // given
        QrCodeState paused = REQUESTED.paused(NOW);

        // when
        Decision<QrCodeState> decision = QrCodeDecisions.resume(version(paused), NOW);

        // then
        assertAccepted(decision, QrCodeStatus.REQUESTED, EventType.QR_CODE_PAUSED);
        assertThat(((Decision.Accepted<QrCodeState>) decision).state().isOpen(NOW))
                .isTrue();
        assertUnchanged(QrCodeDecisions.resume(version(REQUESTED), NOW));
    }

    @Test
    void shouldNeitherPauseNorResumeWhatIsOver() {
        // given
        Instant end = NOW.plusSeconds(10);
        QrCodeState paused = REQUESTED.paused(NOW);

        // then
        assertOver(QrCodeDecisions.pause(version(REQUESTED.revoked()), NOW));
        assertOver(QrCodeDecisions.pause(version(REQUESTED), end));
        assertOver(QrCodeDecisions.resume(version(paused.revoked()), NOW));
        assertOver(QrCodeDecisions.resume(version(paused), end));
    }

    @Test
    void shouldStayPausedWhenItIsDrawn() {
        // when
        Decision<QrCodeState> decision = QrCodeDecisions.drawn(version(REQUESTED.paused(NOW)), SYMBOL);

        // then
        assertThat(((Decision.Accepted<QrCodeState>) decision).state().isServed(NOW))
                .isFalse();
    }

    @Test
    void shouldTellTimeFromTheClockAlone() {
        assertThat(REQUESTED.statusAt(NOW.plusSeconds(9))).isEqualTo(QrCodeStatus.REQUESTED);
        assertThat(REQUESTED.statusAt(NOW.plusSeconds(10))).isEqualTo(QrCodeStatus.EXPIRED);
        assertThat(REQUESTED.revoked().statusAt(NOW.plusSeconds(10))).isEqualTo(QrCodeStatus.REVOKED);
    }

    @Test
    void shouldAskTheWorkerAgainOnlyBeforeItExpires() {
        // given
        QrCodeState waiting = REQUESTED.waiting(WorkerWait.begin(NOW, SETTINGS));

        // when
        Decision<QrCodeState> due =
                QrCodeDecisions.driveAgain(version(waiting), new byte[1], NOW.plusSeconds(5), SETTINGS);
        Decision<QrCodeState> expired =
                QrCodeDecisions.driveAgain(version(waiting), new byte[1], NOW.plusSeconds(10), SETTINGS);

        // then it is looked at again when it expires
        assertAccepted(due, QrCodeStatus.REQUESTED, EventType.QR_CODE_REQUESTED);
        assertThat(((Decision.Accepted<QrCodeState>) due).state().waiting())
                .isEqualTo(new WorkerWait(NOW, 1, NOW.plusSeconds(10)));
        assertThat(((Decision.Accepted<QrCodeState>) expired).events()).isEmpty();
        assertThat(((Decision.Accepted<QrCodeState>) expired).state().waiting()).isNull();
    }

    @Test
    void shouldAskTheWorkerForNothingThatIsNotRequestedOrNotDue() {
        // given
        QrCodeState waiting = REQUESTED.waiting(WorkerWait.begin(NOW, SETTINGS));
        Instant late = NOW.plusSeconds(8);

        // then
        assertUnchanged(QrCodeDecisions.driveAgain(version(waiting), new byte[1], NOW.plusSeconds(3), SETTINGS));
        assertThat(waiting.opened().waiting()).isEqualTo(waiting.waiting());
        assertThat(waiting.passcodeRefused().waiting()).isEqualTo(waiting.waiting());
        assertThat(List.of(waiting.drawn(SYMBOL), waiting.failed(QrCodeFailure.UNKNOWN), waiting.revoked()))
                .allSatisfy(done -> {
                    assertThat(done.waiting()).isNull();
                    assertUnchanged(QrCodeDecisions.driveAgain(version(done), new byte[1], late, SETTINGS));
                });
    }

    @Test
    void shouldFollowTheEventsThatARestoredStoreDoesNotHave() {
        // given
        NewEvent opened = new NewEvent(EventType.QR_CODE_OPENED, new QrCodeOpened("q1", "p1", 4));
        NewEvent refused = new NewEvent(EventType.QR_CODE_PASSCODE_REFUSED, new QrCodePasscodeRefused("q1", "p1", 2));
        NewEvent paused = new NewEvent(EventType.QR_CODE_PAUSED, new QrCodePaused("q1", "p1", true));
        NewEvent revoked = new NewEvent(EventType.QR_CODE_REVOKED, new QrCodeRevoked("q1", "p1"));

        // then
        assertThat(restored(opened, refused)).satisfies(state -> {
            assertThat(state.uses()).isEqualTo(4);
            assertThat(state.remainingAttempts()).isEqualTo(2);
        });
        assertThat(restored(opened, paused).pausedAt()).isEqualTo(LostEvents.BEGIN.plusSeconds(1));
        assertThat(restored(opened, revoked)).satisfies(state -> {
            assertThat(state.status()).isEqualTo(QrCodeStatus.REVOKED);
            assertThat(state.symbol()).isNull();
        });
    }

    @Test
    void shouldLeaveLeastOpenWhereOnlyTheAuditLogTellsOfIt() {
        // given
        NewEvent resumed = new NewEvent(EventType.QR_CODE_PAUSED, new QrCodePaused("q1", "p1", false));
        NewEvent opened = new NewEvent(EventType.QR_CODE_OPENED, new QrCodeOpened("q1", "p1", 1));
        NewEvent refused = new NewEvent(EventType.QR_CODE_PASSCODE_REFUSED, new QrCodePasscodeRefused("q1", "p1", 9));

        // when
        QrCodeState state = QrCodeDecisions.restoration()
                .known()
                .apply(REQUESTED.drawn(SYMBOL), LostEvents.withoutPayloads(resumed, opened, refused));

        // then
        assertThat(state.pausedAt()).isEqualTo(LostEvents.BEGIN);
        assertThat(state.uses()).isEqualTo(REQUESTED.uses() + 1);
        assertThat(state.remainingAttempts()).isEqualTo(REQUESTED.remainingAttempts() - 1);
    }

    @Test
    void shouldPauseIfNobodyKnowsWhatARestoredStoreDoesNotHave() {
        // when
        Decision<QrCodeState> decision = QrCodeDecisions.restoration().unknown().apply(version(REQUESTED), NOW);

        // then
        assertThat(decision).isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
            assertThat(((QrCodeState) accepted.state()).pausedAt()).isEqualTo(NOW);
            assertThat(accepted.events()).hasSize(1);
        });
        assertUnchanged(QrCodeDecisions.restoration().unknown().apply(version(REQUESTED.revoked()), NOW));
    }

    private static QrCodeState restored(NewEvent... lost) {
        return QrCodeDecisions.restoration().known().apply(REQUESTED.drawn(SYMBOL), LostEvents.of(lost));
    }

    private static Snapshot<QrCodeState> version(QrCodeState state) {
        return new Snapshot<>("q1", 1, NOW, state);
    }

    private static void assertAccepted(Decision<QrCodeState> decision, QrCodeStatus status, EventType event) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
            assertThat(((QrCodeState) accepted.state()).status()).isEqualTo(status);
            assertThat(accepted.events()).extracting("type").containsExactly(event);
        });
    }

    private static void assertOver(Decision<QrCodeState> decision) {
        assertThat(decision).isEqualTo(Decision.refuse(new SharingRefusal.Over()));
    }

    private static void assertUnchanged(Decision<QrCodeState> decision) {
        assertThat(decision).isInstanceOf(Decision.Unchanged.class);
    }
}
