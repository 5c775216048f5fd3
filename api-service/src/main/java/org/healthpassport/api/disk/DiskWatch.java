package org.healthpassport.api.disk;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.healthpassport.vault.space.DiskState;
import org.healthpassport.vault.space.LocalDisks;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Looks at the disks once a second, on a thread of its own, so that requests only read what was seen. */
@Component
public final class DiskWatch implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LocalDisks disks;
    private final Scheduler scheduler = Schedulers.newSingle("disks", true);
    private volatile Map<String, DiskState> states = Map.of();
    private volatile Disposable running = Disposables.disposed();

    DiskWatch(LocalDisks disks) {
        this.disks = disks;
    }

    /** Before anything else, and so before the first request. */
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

    /** Says that a write failed; where the disk is full, the part is so from now on. Returns at once. */
    public void writeFailed(String part, Throwable failure) {
        scheduler.schedule(() -> {
            disks.writeFailed(part, failure);
            look();
        });
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
    }
}
