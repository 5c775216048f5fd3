package org.healthpassport.api.record.write;

import java.time.Clock;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.UnconfirmedSweep;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Removes the versions of commands that lost a race, or died before the head of their record named what they wrote, and
 * confirms the others.
 */
@Component
@EnableConfigurationProperties(RecordSettings.class)
public final class VersionSweep extends UnconfirmedSweep<VersionName> {
    private final HealthRecords records;

    public VersionSweep(RecordVersions versions, HealthRecords records, RecordSettings settings, Clock clock) {
        super("the versions of records", versions.unconfirmed(), settings.unconfirmedFor(), clock);
        this.records = records;
    }

    @Override
    protected Mono<LeftoverFate> fateOf(VersionName name) {
        return records.fates().of(name);
    }
}
