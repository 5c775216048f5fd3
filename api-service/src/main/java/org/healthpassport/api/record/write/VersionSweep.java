package org.healthpassport.api.record.write;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.LeftoverSweep;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes the versions of commands that lost a race, or died before the head of their record named what they wrote, and
 * confirms the others.
 */
@Component
@EnableConfigurationProperties(RecordSettings.class)
public final class VersionSweep extends LeftoverSweep<VersionName> {
    private static final int TURNS_PER_AGE = 6;

    private final RecordVersions versions;
    private final HealthRecords records;

    public VersionSweep(RecordVersions versions, HealthRecords records, RecordSettings settings, Clock clock) {
        super(
                "the versions of records",
                settings.unconfirmedFor().dividedBy(TURNS_PER_AGE),
                settings.unconfirmedFor(),
                clock);
        this.versions = versions;
        this.records = records;
    }

    @Override
    protected Flux<VersionName> olderThan(Instant time) {
        return versions.unconfirmed(time);
    }

    @Override
    protected Mono<LeftoverFate> fateOf(VersionName name) {
        return records.fates().of(name);
    }

    @Override
    protected Mono<Void> confirm(List<VersionName> names) {
        return versions.confirm(names);
    }

    @Override
    protected Mono<Void> remove(List<VersionName> names) {
        return versions.discard(names);
    }
}
