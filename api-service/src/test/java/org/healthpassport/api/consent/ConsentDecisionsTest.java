package org.healthpassport.api.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.LostEvents;
import org.healthpassport.events.consent.GranteeType;
import org.junit.jupiter.api.Test;

class ConsentDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final ConsentState GRANTED = ConsentState.granted(
            "patient", new Grantee(GranteeType.DOCTOR, "doctor"), Set.of(ConsentScope.RECORDS_READ), null, NOW);

    @Test
    void shouldBeRevokedIfItWasRevokedAfterTheBackup() {
        // given
        Decision<ConsentState> revoked = ConsentDecisions.revoke(new Snapshot<>("consent", 1, NOW, GRANTED));

        // when
        ConsentState restored = ConsentDecisions.restoration()
                .known()
                .apply(GRANTED, LostEvents.of(((Decision.Accepted<ConsentState>) revoked).events()));

        // then
        assertThat(restored.status()).isEqualTo(ConsentStatus.REVOKED);
        assertThat(restored.allowsAt(NOW)).isFalse();
    }
}
