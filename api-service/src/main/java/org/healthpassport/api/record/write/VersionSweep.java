package org.healthpassport.api.record.write;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.VersionCommitStatus;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.vault.key.SealBroken;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/**
 * Removes the versions of commands that lost a race, or died before the head of their record named what they wrote. The
 * age only decides when the sweep looks at a version; it is removed once the head can never name it.
 */
@Component
@EnableConfigurationProperties(RecordSettings.class)
public final class VersionSweep implements Sweep {
    private static final int TURNS_PER_AGE = 6;
    private static final int AT_ONCE = 100;

    private final RecordVersions versions;
    private final HealthRecords records;
    private final Duration age;
    private final Clock clock;

    public VersionSweep(RecordVersions versions, HealthRecords records, RecordSettings settings, Clock clock) {
        this.versions = versions;
        this.records = records;
        this.age = settings.unconfirmedFor();
        this.clock = clock;
    }

    @Override
    public String what() {
        return "Versions of records";
    }

    @Override
    public Duration every() {
        return age.dividedBy(TURNS_PER_AGE);
    }

    @Override
    public Mono<Void> sweep() {
        return versions.unconfirmed(clock.instant().minus(age))
                .buffer(AT_ONCE)
                .concatMap(this::sweep)
                .then();
    }

    private Mono<Void> sweep(List<VersionName> names) {
        return Flux.fromIterable(names)
                // A record that cannot be read stays as it is, and must not stop the sweep of the others.
                .concatMap(name -> records.fateOf(name)
                        .onErrorReturn(SealBroken.class, VersionCommitStatus.OPEN)
                        .zipWith(Mono.just(name)))
                .collectMultimap(Tuple2::getT1, Tuple2::getT2)
                .flatMap(fates -> versions.confirm(of(fates, VersionCommitStatus.COMMITTED))
                        .then(versions.discard(of(fates, VersionCommitStatus.LOST))));
    }

    private static Collection<VersionName> of(
            Map<VersionCommitStatus, Collection<VersionName>> fates, VersionCommitStatus fate) {
        return fates.getOrDefault(fate, List.of());
    }
}
