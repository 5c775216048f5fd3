package org.healthpassport.aggregates.eventkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.rotation.RotationRefusal;
import org.healthpassport.vault.key.file.KeyVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventKeyVersionsTest {
    private static final int OLD = 1;
    private static final int PRIMARY = 2;
    private static final int ANNOUNCED = 3;
    private static final KeyVersions VERSIONS = new KeyVersions(List.of(OLD, PRIMARY, ANNOUNCED), PRIMARY);

    @Test
    void shouldDestroyAnOldVersionThatNothingNames() {
        assertThat(refusal(OLD, false, KeyUse.NONE)).isEmpty();
    }

    @Test
    void shouldKeepAVersionThatSomethingNames() {
        for (KeyUse one : List.of(KeyUse.PENDING_EVENT, KeyUse.DEAD_LETTER, KeyUse.RECORD)) {
            assertThat(refusal(OLD, false, one)).contains(new EventKeyRefusal.StillNamed(one));
        }
    }

    @Test
    void shouldKeepAVersionUntilItIsKnownThatNothingNamesIt() {
        assertThat(EventKeyVersions.refusal(VERSIONS, OLD, false, Optional.empty()))
                .contains(new EventKeyRefusal.NotCounted());
    }

    @Test
    void shouldKeepAnOldVersionWhileSomeServiceMayStillUseIt() {
        assertThat(refusal(OLD, true, KeyUse.NONE)).contains(new RotationRefusal.AlreadyRunning());
    }

    @ParameterizedTest
    @ValueSource(ints = {PRIMARY, ANNOUNCED})
    void shouldKeepAVersionThatIsUsedOrWillBe(int version) {
        assertThat(refusal(version, false, KeyUse.NONE)).contains(new EventKeyRefusal.NotOld());
        assertThat(refusal(version, true, KeyUse.NONE)).contains(new EventKeyRefusal.NotOld());
    }

    @Test
    void shouldKnowNoOtherVersion() {
        assertThat(refusal(4, false, KeyUse.NONE)).contains(new EventKeyRefusal.NoSuchVersion());
    }

    private static Optional<Refusal> refusal(int version, boolean isRotating, KeyUse use) {
        return EventKeyVersions.refusal(VERSIONS, version, isRotating, Optional.of(use));
    }
}
