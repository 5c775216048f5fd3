package org.healthpassport.api.disk;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.healthpassport.vault.space.DiskState;
import org.healthpassport.vault.space.LocalDisks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Checks the disks once a second, on its own thread, so that requests only read the last result. */
@Component
public final class DiskWatch implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Set<String> FOR_UPLOADS = Set.of(WatchedPart.STAGING, WatchedPart.OBJECTS);
    /** A document is staged, then copied into the object store, and only then is the first one deleted. */
    private static final int COPIES = 2;
    /** By then the worker has made its copy, and the disk was checked again. */
    private static final Duration COPIED_WITHIN = Duration.ofSeconds(10);

    private final LocalDisks disks;
    private final List<UsedSpace> limitedParts;
    private final Scheduler scheduler = Schedulers.newSingle("disks", true);
    private volatile Map<String, DiskState> states = Map.of();
    private final AtomicLong promisedBytes = new AtomicLong();
    /** The bytes that uploads may take before a disk is low; negative if one is low. */
    private volatile long spareBytes = Long.MAX_VALUE;

    private final AtomicLong runningBytes = new AtomicLong();
    /** The bytes that uploads may take before a part has reached its limit; negative beyond it. */
    private volatile long spareInLimits = Long.MAX_VALUE;

    private volatile Disposable running = Disposables.disposed();

    DiskWatch(LocalDisks disks, ObjectProvider<WatchedPart> parts) {
        this.disks = disks;
        this.limitedParts = parts.stream()
                .filter(WatchedPart::isLimited)
                .map(UsedSpace::new)
                .toList();
    }

    /** Starts before everything else, and so before the first request. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void start() {
        look();
        running = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .doOnNext(tick -> look())
                .subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
        scheduler.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    /** Reports that a write failed; if the disk is full, the part counts as full from now on. Returns at once. */
    public void writeFailed(String part, Throwable failure) {
        scheduler.schedule(() -> {
            disks.writeFailed(part, failure);
            look();
        });
    }

    /**
     * Runs an upload if there is room for it and its copy, besides the uploads that are running; otherwise
     * refused with {@link DiskRefusal.NoRoomForUpload}. Uploads never take the space that is kept for everything else.
     *
     * @param bytes of the request; 0 or less if unknown, which needs {@link #requireRoomForUploads} while the upload
     *     runs
     */
    public <T> Mono<T> inRoomFor(long bytes, Mono<T> upload) {
        long needed = COPIES * Math.max(0, bytes);
        Mono<T> limited = during(runningBytes, Math.max(0, bytes), () -> spareInLimits, upload, Duration.ZERO);
        return during(promisedBytes, needed, () -> spareBytes, limited, COPIED_WITHIN);
    }

    /** Gives the bytes back when the upload has failed, or so long after it has succeeded. */
    private <T> Mono<T> during(
            AtomicLong taken, long needed, LongSupplier spare, Mono<T> upload, Duration afterSuccess) {
        Mono<Void> giveBack = Mono.fromRunnable(() -> taken.addAndGet(-needed));
        return Mono.usingWhen(
                Mono.fromSupplier(() -> take(taken, needed, spare)),
                promised -> upload,
                promised -> afterSuccess.isZero()
                        ? giveBack
                        : Mono.fromRunnable(() -> scheduler.schedule(
                                () -> taken.addAndGet(-needed), afterSuccess.toMillis(), TimeUnit.MILLISECONDS)),
                (promised, failure) -> giveBack,
                promised -> giveBack);
    }

    private static long take(AtomicLong taken, long needed, LongSupplier spare) {
        if (taken.addAndGet(needed) > spare.getAsLong()) {
            taken.addAndGet(-needed);
            throw new DiskRefusal.NoRoomForUpload().asException();
        }
        return needed;
    }

    /** Refused with {@link DiskRefusal.NoUploads} if there is no room left, so that running uploads do not fill it up. */
    public void requireRoomForUploads() {
        if (spareBytes < 0 || spareInLimits < 0) {
            throw new DiskRefusal.NoUploads().asException();
        }
    }

    Map<String, DiskState> states() {
        return states;
    }

    DiskState worst() {
        return worstOf(states.keySet());
    }

    DiskState worstOf(Set<String> parts) {
        Map<String, DiskState> seen = states;
        return parts.stream()
                .map(part -> seen.getOrDefault(part, DiskState.OK))
                .max(naturalOrder())
                .orElse(DiskState.OK);
    }

    private void look() {
        states = disks.states();
        spareBytes = disks.spareBytes(FOR_UPLOADS);
        spareInLimits =
                limitedParts.stream().mapToLong(UsedSpace::spareBytes).min().orElse(Long.MAX_VALUE);
    }
}
