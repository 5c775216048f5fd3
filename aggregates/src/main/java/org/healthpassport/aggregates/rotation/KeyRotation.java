package org.healthpassport.aggregates.rotation;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.KeysAway;
import org.healthpassport.vault.key.file.VersionFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Rotates all keys of a kind, when that is due or an administrator asks for it. The files say how far it is, so a
 * process that ends at any moment leaves work that another one takes up.
 *
 * <pre>
 *   [1*]     begun: a version is added                                       (* seals; all open)
 *   [1*, 2]  a day: a backup has it; 90 s: each process can open with it; then it seals
 *   [1, 2*]  90 s: each process seals with it
 * </pre>
 *
 * What becomes of 1 then differs. Of key-encryption keys, everything is looked at, and sealed again if 1 sealed it, until one
 * whole look finds nothing; then 1 is destroyed. Documents that come meanwhile are found, or see to it themselves: see {@link
 * org.healthpassport.vault.key.KeyEncryptionKeys#isNewest}. The older versions of keys of events stay until an administrator
 * destroys them.
 *
 * @param <K> what names a key
 */
public final class KeyRotation<K> implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration STORE_WITHIN = Duration.ofSeconds(10);
    /** Somebody has to restore data by hand, and each look reads all documents. */
    private static final Duration HELD_FOR = Duration.ofHours(1);

    private final String what;
    private final VersionSteps<K> files;
    private final Rotations rotations;
    private final Retirement<K> retirement;
    private final Duration period;
    private final Duration backedUpWithin;
    private final Supplier<String> ids;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Scheduler thread;
    private volatile long heldUntil;
    private volatile boolean isHeld;

    /** @param what the plural of such a key, for logs */
    KeyRotation(
            String what,
            Supplier<? extends VersionFiles<K>> files,
            Rotations rotations,
            Retirement<K> retirement,
            Duration period,
            Duration backedUpWithin,
            Supplier<String> ids,
            Clock clock,
            LongSupplier nanoTime,
            Scheduler thread) {
        this.what = what;
        this.files = new VersionSteps<>(files, nanoTime);
        this.rotations = rotations;
        this.retirement = retirement;
        this.period = period;
        this.backedUpWithin = backedUpWithin;
        this.ids = ids;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.thread = thread;
    }

    @Override
    public String what() {
        return "the " + what;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.<Void>fromRunnable(this::turn).subscribeOn(thread);
    }

    /** Empty for the first seconds of an installation. */
    public Mono<Rotation> newest() {
        return rotations.newest();
    }

    /** Begins a rotation; fails with {@link RotationRefusal.AlreadyRunning} if one is running. */
    public Mono<Rotation> begin(String id) {
        return Mono.fromCallable(() -> Rotation.started(id, now(), files.primaries()))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(rotation -> rotations
                        .begin(rotation, now())
                        .filter(begun -> begun)
                        .switchIfEmpty(Mono.error(new RotationRefusal.AlreadyRunning()::asException))
                        .thenReturn(rotation));
    }

    private void turn() {
        Rotation newest = rotations.newest().block(STORE_WITHIN);
        if (newest == null) {
            rotations.begin(Rotation.never(now()), now()).block(STORE_WITHIN);
        } else if (newest.isFollowedBy(now(), period)) {
            log.info("The {} are rotated, as the last time is {} ago", what, period);
            // If another instance was faster, its rotation counts.
            rotations
                    .begin(Rotation.started(ids.get(), now(), files.primaries()), now())
                    .block(STORE_WITHIN);
        } else if (newest.isRunning() && isTrue(rotations.take(newest, now()))) {
            goOn(newest);
        }
    }

    private void goOn(Rotation rotation) {
        try {
            step(rotation);
        } catch (TakenOver another) {
            log.info("Another instance goes on with the rotation of the {}", what);
        } catch (IOException | RuntimeException failure) { // whatever it is, the next turn tries again
            String why = reason(failure);
            if (!why.equals(rotation.trouble())) {
                log.error("Expected to rotate the {}, but it failed; trying again", what, failure);
            }
            rotations
                    .newest()
                    .flatMap(reached -> rotations.update(reached.troubledBy(why), now()))
                    .block(STORE_WITHIN);
        }
    }

    /** For administrators: without the messages of drivers. */
    private static String reason(Exception failure) {
        if (failure instanceof KeysAway || failure instanceof IllegalStateException) {
            return String.valueOf(failure.getMessage());
        }
        return failure instanceof IOException
                ? "Expected to write the files of the keys, but it failed; make their folder writable for api-service."
                : "Expected to rotate the keys, but it failed (%s); the log says more."
                        .formatted(failure.getClass().getName());
    }

    private void step(Rotation rotation) throws IOException {
        Map<K, KeyVersions> found = files.versions();
        boolean isBackedUp = !now().isBefore(rotation.startedAt().plus(backedUpWithin));
        if (announce(found, rotation) || files.promote(found, isBackedUp)) {
            keep(rotation.at(State.SPREADING, rotation.progress()));
            return;
        }
        found.values().removeIf(versions -> versions.older().isEmpty());
        if (!files.areSettled(found) || (isHeld && nanoTime.getAsLong() - heldUntil < 0)) {
            return;
        }
        Rotation retired = retirement.retire(rotation, found, this::keep);
        if (retired.progress().unreadable() > 0) {
            hold(retired);
            return;
        }
        keep(retired.done(now()));
        isHeld = false;
        log.info("The {} were rotated", what);
    }

    private boolean announce(Map<K, KeyVersions> found, Rotation rotation) throws IOException {
        boolean announced = files.announce(found, rotation.from());
        if (announced) {
            log.warn(
                    "The {} have a new version. Back up their folder within {}: then data begins to depend on it",
                    what,
                    backedUpWithin);
        }
        return announced;
    }

    private void hold(Rotation retired) {
        isHeld = true;
        heldUntil = nanoTime.getAsLong() + HELD_FOR.toNanos();
        keep(retired.at(State.HELD, retired.progress()));
    }

    private void keep(Rotation rotation) {
        if (!isTrue(rotations.update(rotation, now()))) {
            throw new TakenOver();
        }
    }

    /** Another instance works at the rotation, as this one was silent for too long. */
    private static final class TakenOver extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static boolean isTrue(Mono<Boolean> answer) {
        return Boolean.TRUE.equals(answer.block(STORE_WITHIN));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
