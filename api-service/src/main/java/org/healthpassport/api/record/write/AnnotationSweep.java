package org.healthpassport.api.record.write;

import java.time.Clock;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.UnconfirmedSweep;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Removes annotations that no record names, because their command was refused or died, and confirms the others. */
@Component
public final class AnnotationSweep extends UnconfirmedSweep<AnnotationName> {
    private final HealthRecords records;

    AnnotationSweep(RecordAnnotations annotations, HealthRecords records, RecordSettings settings, Clock clock) {
        super("the annotations of records", annotations.unconfirmed(), settings.unconfirmedFor(), clock);
        this.records = records;
    }

    @Override
    protected Mono<LeftoverFate> fateOf(AnnotationName name) {
        return records.fates().of(name);
    }
}
