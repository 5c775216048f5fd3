package org.healthpassport.aggregates.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.healthpassport.events.Service;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.Settling;
import org.healthpassport.vault.key.file.VersionFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import reactor.core.scheduler.Schedulers;

class EventKeyRotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] EVENT = {1, 2, 3};
    private static final String NAME = "api-service-qr-worker";

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(new SimpleReactiveMongoDatabaseFactory(
            StoreAndBus.shared().bean(MongoClient.class),
            "event-keys-" + UUID.randomUUID().toString().substring(0, 8)));
    private MacKeyFolder keys;
    private Map<String, KeyVersions> before;

    @BeforeEach
    void create() {
        keys = EventKeys.openOrCreate(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE, () -> false);
        before = versions();
    }

    @Test
    void shouldUseNewVersionsOnlyWhenEachServiceKnowsThem() {
        // given
        KeyRotation<String> instance = instance(keys, Duration.ZERO);
        begin(instance);
        turn(instance);
        turn(instance);

        // when
        pass(Settling.SETTLED_AFTER.minusNanos(1));
        turn(instance);

        // then
        assertThat(versions().values()).allMatch(KeyVersions::hasNext);
        byte[] first = keys.mac(NAME, EVENT);
        MacKeyFolder reader = opened();

        // when
        pass(Duration.ofNanos(1));
        turn(instance);

        // then
        assertThat(versions().values()).noneMatch(KeyVersions::hasNext);
        byte[] second = keys.mac(NAME, EVENT);
        assertThat(second).isNotEqualTo(first);
        assertThat(List.of(reader.isMac(NAME, first, EVENT), reader.isMac(NAME, second, EVENT)))
                .containsOnly(true);
    }

    @Test
    void shouldBeOverOnlyWhenNoServiceUsesAnOldVersionAndKeepIt() {
        // given
        KeyRotation<String> instance = instance(keys, Duration.ZERO);
        begin(instance);
        while (versions().values().stream().anyMatch(found -> found.older().isEmpty())) {
            turn(instance);
            pass(Duration.ofSeconds(31));
        }
        turn(instance);

        // when
        pass(Settling.SETTLED_AFTER.minusNanos(1));
        turn(instance);

        // then
        assertThat(newest().isRunning()).isTrue();

        // when
        pass(Duration.ofNanos(1));
        turn(instance);

        // then
        assertThat(newest().state()).isEqualTo(State.DONE);
        assertRotated(1);
    }

    @Test
    void shouldUseNewVersionsOnlyWhenABackupHasThem() {
        // given
        KeyRotation<String> instance = instance(keys, Duration.ofDays(1));
        begin(instance);
        turn(instance);
        turn(instance);

        // when
        pass(Duration.ofDays(1).minusMillis(1));
        turn(instance);

        // then
        assertThat(versions().values()).allMatch(KeyVersions::hasNext);

        // when
        pass(Duration.ofMillis(1));
        turn(instance);

        // then
        assertThat(versions().values()).noneMatch(KeyVersions::hasNext);
    }

    @Test
    void shouldRotateAgainWhileOldVersionsAreThere() {
        // given
        KeyRotation<String> instance = instance(keys, Duration.ZERO);
        begin(instance);
        untilOver(instance);

        // when
        begin(instance);
        untilOver(instance);

        // then
        assertRotated(2);
    }

    @Test
    void shouldGoOnWhereverAProcessEnds() {
        // given
        begin(instance(keys, Duration.ZERO));
        int ends = 0;

        // when each process ends one step later than the one before
        for (boolean over = false; !over && ends < 100; ends++) {
            try {
                untilOver(instance(new EndsAt(keys, ends), Duration.ZERO));
                over = true;
            } catch (Killed killed) {
                pass(Duration.ofMinutes(2));
            }
        }

        // then
        assertThat(ends).isGreaterThan(2);
        assertThat(newest().state()).isEqualTo(State.DONE);
        assertRotated(1);
    }

    @Test
    void shouldRotateOnceIfManyInstancesWorkAtIt() {
        // given
        List<KeyRotation<String>> instances = List.of(
                instance(opened(), Duration.ZERO), instance(opened(), Duration.ZERO), instance(keys, Duration.ZERO));
        begin(instances.get(0));

        // when
        for (int turns = 0; turns < 60 && newest().isRunning(); turns++) {
            instances.forEach(this::turn);
            pass(Duration.ofSeconds(40));
        }

        // then
        assertThat(newest().state()).isEqualTo(State.DONE);
        assertRotated(1);
    }

    @Test
    void shouldNotRotateByItself() {
        // given
        KeyRotation<String> instance = instance(keys, Duration.ZERO);
        turn(instance);

        // when
        pass(Duration.ofDays(1_000));
        turn(instance);
        turn(instance);

        // then
        assertThat(newest().state()).isEqualTo(State.NEVER);
        assertThat(versions()).isEqualTo(before);
    }

    /** All versions of before are there, all but the newest one are old, and the newest one is used. */
    private void assertRotated(int times) {
        assertThat(versions()).hasSize(6).allSatisfy((name, versions) -> {
            assertThat(versions.ids())
                    .hasSize(1 + times)
                    .doesNotHaveDuplicates()
                    .startsWith(before.get(name).primary());
            assertThat(versions.older()).hasSize(times);
        });
    }

    private Map<String, KeyVersions> versions() {
        Map<String, KeyVersions> versions = new HashMap<>();
        keys.names().forEach(name -> versions.put(name, keys.versions(name)));
        return versions;
    }

    /** The keys as another process opens them now. */
    private MacKeyFolder opened() {
        return EventKeys.open(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE);
    }

    private KeyRotation<String> instance(VersionFiles<String> files, Duration backedUpWithin) {
        return new KeyRotation<>(
                "keys of events",
                () -> files,
                new Rotations(mongo, Rotations.OF_EVENT_KEYS, UUID.randomUUID().toString()),
                (rotation, older, keep) -> rotation,
                Duration.ZERO,
                backedUpWithin,
                () -> UUID.randomUUID().toString(),
                clock(),
                nanoTime::get,
                Schedulers.immediate());
    }

    private void begin(KeyRotation<String> instance) {
        instance.begin(UUID.randomUUID().toString()).block(PATIENCE);
    }

    private void turn(KeyRotation<String> instance) {
        try {
            instance.sweep().block(PATIENCE);
        } catch (RuntimeException wrapped) {
            if (wrapped.getCause() instanceof Error ended) {
                throw ended;
            }
            throw wrapped;
        }
    }

    private void untilOver(KeyRotation<String> instance) {
        for (int turns = 0; turns < 30 && newest().isRunning(); turns++) {
            turn(instance);
            pass(Duration.ofSeconds(31));
        }
    }

    private Rotation newest() {
        return new Rotations(mongo, Rotations.OF_EVENT_KEYS, "reader")
                .newest()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.parse("2026-11-30T00:00:00Z").plusNanos(nanoTime.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Files of a process that ends at a certain step: before a change, or just after it. */
    private static final class EndsAt implements VersionFiles<String> {
        private final VersionFiles<String> files;
        private int steps;

        EndsAt(VersionFiles<String> files, int steps) {
            this.files = files;
            this.steps = steps;
        }

        private void step() {
            if (steps-- == 0) {
                throw new Killed();
            }
        }

        @Override
        public Set<String> names() {
            return files.names();
        }

        @Override
        public KeyVersions versions(String name) {
            return files.versions(name);
        }

        @Override
        public boolean announce(String name, KeyVersions seen) throws IOException {
            step();
            boolean changed = files.announce(name, seen);
            step();
            return changed;
        }

        @Override
        public boolean promote(String name, KeyVersions seen) throws IOException {
            step();
            boolean changed = files.promote(name, seen);
            step();
            return changed;
        }
    }
}
