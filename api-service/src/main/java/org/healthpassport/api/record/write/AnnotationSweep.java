package org.healthpassport.api.record.write;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.LeftoverSweep;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes annotations that no record names, because their command was refused or died, and confirms the others. */
@Component
public final class AnnotationSweep extends LeftoverSweep<AnnotationName> {
    private static final int TURNS_PER_AGE = 6;

    private final RecordAnnotations annotations;
    private final HealthRecords records;

    AnnotationSweep(RecordAnnotations annotations, HealthRecords records, RecordSettings settings, Clock clock) {
        super(
                "the annotations of records",
                settings.unconfirmedFor().dividedBy(TURNS_PER_AGE),
                settings.unconfirmedFor(),
                clock);
        this.annotations = annotations;
        this.records = records;
    }

    @Override
    protected Flux<AnnotationName> olderThan(Instant time) {
        return annotations.unconfirmed(time);
    }

    @Override
    protected Mono<LeftoverFate> fateOf(AnnotationName name) {
        return records.fates().of(name);
    }

    @Override
    protected Mono<Void> confirm(List<AnnotationName> names) {
        return annotations.confirm(names);
    }

    @Override
    protected Mono<Void> remove(List<AnnotationName> names) {
        return annotations.discard(names);
    }
}
