package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class QrCodeStateTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant EXPIRY = Instant.parse("2026-11-23T10:00:00Z");
    private static final LinkMaker MAKER = new LinkMaker("a1", AccessRight.REPRESENTATIVE, "r1");

    @Test
    void shouldKeepItsMakerWhateverHappensToIt() {
        assertThat(List.of(
                        requested(),
                        requested().drawn(new byte[1]),
                        requested().opened().passcodeRefused(),
                        requested().paused(EXPIRY).paused(null),
                        requested().waitingNoMore().revoked(),
                        JSON.readValue(JSON.writeValueAsBytes(requested()), QrCodeState.class)))
                .extracting(QrCodeState::maker)
                .containsOnly(MAKER);
    }

    @Test
    void shouldTakeOneThatWasStoredWithoutItsMakerForOneOfThePatient() {
        // given
        String stored = """
                {"patientId":"p1","kind":"HEALTH_LINK","link":{"token":"t","tokenIndex":"i","key":"AA==","label":null,\
                "expiresAt":"2026-11-23T10:00:00Z","passcodeDigest":null,"maxUses":null},\
                "content":{"summary":true,"records":[],"documents":[]},"uses":2,"remainingAttempts":10,"status":"READY",\
                "failure":null,"symbol":"AA==","waiting":null}""";

        // when
        QrCodeState state = JSON.readValue(stored, QrCodeState.class);

        // then
        assertThat(state.uses()).isEqualTo(2);
        assertThat(state.maker()).isNull();
        assertThat(state.isOpen(EXPIRY.minusSeconds(1))).isTrue();
    }

    private static QrCodeState requested() {
        HealthLink link = new HealthLink("t", "i", new byte[1], null, EXPIRY, null, null);
        return QrCodeState.requested(
                "p1", QrCodeKind.HEALTH_LINK, link, new SharedContent(true, List.of(), List.of()), MAKER);
    }
}
