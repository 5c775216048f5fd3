package org.healthpassport.audit.eventkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Service;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.Settling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedRotationTest {
    private static final String FOLLOWED = "api-service-audit-service";
    private static final String OWN = "qr-worker-audit-service";
    private static final byte[] EVENT = {1, 2, 3};

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final Set<byte[]> recorded = new HashSet<>();
    private final AtomicInteger counts = new AtomicInteger();
    private MacKeyFolder ofApi;
    private MacKeyFolder ofWorker;
    private MacKeyFolder keys;
    private FollowedRotation rotation;
    private int first;

    @BeforeEach
    void create() {
        ofApi = EventKeys.openOrCreate(Service.API_SERVICE, folder, FileProtection.NONE, () -> false);
        keys = EventKeys.openOrCreate(Service.AUDIT_SERVICE, folder, FileProtection.NONE, () -> false);
        ofWorker = EventKeys.open(Service.QR_WORKER, folder, FileProtection.NONE);
        rotation = instance();
        first = own().primary();
    }

    @Test
    void shouldDoNothingBeforeARotation() throws IOException {
        // when
        turns(4);

        // then
        assertThat(own().ids()).containsExactly(first);
    }

    @Test
    void shouldUseTheNewVersionAfterApiServiceDoesAndWhenEachServiceKnowsIt() throws IOException {
        // given
        announce();

        // when
        turns(4);

        // then
        assertThat(own().newest()).isEqualTo(followed().newest());
        assertThat(own().primary()).isEqualTo(first);

        // when
        promote();
        rotation.turn();

        // then both versions are believed, and they are other keys than those of api-service
        assertThat(own().primary()).isEqualTo(followed().primary());
        byte[] mac =
                EventKeys.open(Service.QR_WORKER, folder, FileProtection.NONE).mac(OWN, EVENT);
        assertThat(keys.isMac(OWN, mac, EVENT)).isTrue();
        assertThat(keys.isMac(OWN, ofWorker.mac(OWN, EVENT), EVENT)).isTrue();
        assertThat(keys.isMac(FOLLOWED, mac, EVENT)).isFalse();
        assertThat(keys.versions("document-worker-audit-service").older()).hasSize(1);
    }

    @Test
    void shouldWaitUntilEachServiceKnowsTheNewVersion() throws IOException {
        // given a process that starts after api-service has done it
        announce();
        promote();
        rotation.turn();
        rotation.turn();

        // when
        pass(Settling.SETTLED_AFTER.minusNanos(1));
        rotation.turn();

        // then
        assertThat(own().hasNext()).isTrue();

        // when
        pass(Duration.ofNanos(1));
        rotation.turn();

        // then
        assertThat(own().hasNext()).isFalse();
    }

    @Test
    void shouldGoOnInAnotherProcessAndRotateOnce() throws IOException {
        // given
        announce();
        promote();

        // when
        for (int turn = 0; turn < 10; turn++) {
            FollowedRotation another = instance();
            another.turn();
            rotation.turn();
            another.turn();
            pass(Duration.ofSeconds(30));
        }

        // then
        assertThat(own().ids()).containsExactly(first, followed().primary());
        assertThat(own().primary()).isEqualTo(followed().primary());
    }

    @Test
    void shouldFollowEachRotation() throws IOException {
        // when
        for (int time = 0; time < 2; time++) {
            announce();
            promote();
            turns(4);
        }

        // then
        assertThat(own().ids())
                .containsExactly(first, followed().older().get(1), followed().primary());
    }

    @Test
    void shouldNotWaitForAVersionThatWasSkipped() throws IOException {
        // given
        announce();
        rotation.turn();
        promote();
        announce();
        promote();

        // when
        turns(10);

        // then
        assertThat(own().primary()).isEqualTo(followed().primary());
        assertThat(own().ids()).hasSize(3);
    }

    @Test
    void shouldDestroyOldVersionsWhenApiServiceHasNoneAndNothingNamesThem() throws IOException {
        // given
        recorded.add(ofWorker.mac(OWN, EVENT));
        announce();
        promote();
        turns(8);
        assertThat(counts).hasValue(0);

        // when the administrator destroys the one that is followed, while Kafka names ours
        ofApi.destroy(FOLLOWED, followed(), followed().older().get(0));
        turns(8);

        // then
        assertThat(own().older()).containsExactly(first);
        assertThat(keys.versions("document-worker-audit-service").older()).isEmpty();
        assertThat(counts).hasValue(1);

        // when
        recorded.clear();
        pass(Duration.ofHours(1));
        rotation.turn();

        // then
        assertThat(own().ids()).containsExactly(followed().primary());
        assertThat(counts).hasValue(2);
    }

    @Test
    void shouldDestroyNothingWhenTheCountFails() throws IOException {
        // given
        rotation = new FollowedRotation(
                () -> keys,
                (within, taker) -> {
                    throw new TransientFailure("Expected to read all records");
                },
                nanoTime::get);
        announce();
        promote();
        turns(8);
        ofApi.destroy(FOLLOWED, followed(), followed().older().get(0));

        // when
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(rotation::turn);

        // then
        assertThat(own().older()).containsExactly(first);
    }

    private void announce() throws IOException {
        ofApi.announce(FOLLOWED, followed());
    }

    private void promote() throws IOException {
        ofApi.promote(FOLLOWED, followed());
    }

    private KeyVersions followed() {
        return ofApi.versions(FOLLOWED);
    }

    private KeyVersions own() {
        return keys.versions(OWN);
    }

    private FollowedRotation instance() {
        return new FollowedRotation(
                () -> keys,
                (within, taker) -> {
                    counts.incrementAndGet();
                    List.copyOf(recorded).forEach(mac -> taker.take(Map.of(Service.AUDIT_SERVICE, mac), false));
                },
                nanoTime::get);
    }

    private void turns(int count) throws IOException {
        for (int turn = 0; turn < count; turn++) {
            rotation.turn();
            pass(Duration.ofSeconds(31));
        }
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
