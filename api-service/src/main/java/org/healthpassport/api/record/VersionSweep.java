package org.healthpassport.api.record;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.sweep.Sweep;
import org.healthpassport.vault.key.SealBroken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes the versions of commands that lost a race, or died before the head of their record named what they wrote. */
@Component
final class VersionSweep implements Sweep {
    private static final Duration EVERY = Duration.ofMinutes(10);
    /** A command gives up after seconds, so none that is this old is still to be committed. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final int AT_ONCE = 100;

    private final RecordVersions versions;
    private final HealthRecords records;
    private final Clock clock;

    VersionSweep(RecordVersions versions, HealthRecords records, Clock clock) {
        this.versions = versions;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "Versions of records";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return versions.unconfirmed(clock.instant().minus(OLD))
                .buffer(AT_ONCE)
                .concatMap(this::sweep)
                .then();
    }

    private Mono<Void> sweep(List<VersionName> names) {
        return Flux.fromIterable(names)
                // What cannot be read is kept, and must not keep the others from being swept.
                .filterWhen(name -> records.names(name).onErrorReturn(SealBroken.class, true))
                .collect(toSet())
                .flatMap(named -> versions.confirm(named)
                        .then(versions.discard(names.stream()
                                .filter(name -> !named.contains(name))
                                .toList())));
    }
}
