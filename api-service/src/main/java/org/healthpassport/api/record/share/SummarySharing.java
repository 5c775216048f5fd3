package org.healthpassport.api.record.share;

import java.util.List;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.fhir.catalog.RecordType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Chooses the records of a summary. Only the content says if a record holds, so the records are read one after another and
 * most are dropped again: a patient may have thousands, and an allergy that is older than all of them must not be missing.
 */
@Component
public final class SummarySharing {
    /** A Practitioner stands behind a PractitionerRole, and that behind an Encounter. */
    private static final int ROUNDS = 3;

    private final RecordSharing records;
    private final UnreadableAlarm alarm;

    SummarySharing(RecordSharing records, UnreadableAlarm alarm) {
        this.records = records;
        this.alarm = alarm;
    }

    /**
     * The records of the patient's summary; fails with {@link MostlyUnreadable} if more than a few cannot be read. Emits on a
     * thread that may block.
     */
    public Mono<SharedSummary> of(Grant grant) {
        return records.heads(grant)
                .map(SummaryReading::new)
                .flatMap(reading -> Flux.fromIterable(SummaryReading.TYPES)
                        .concatMap(type -> read(grant, reading, type, reading.heads(type)))
                        .thenMany(
                                Flux.defer(() -> read(grant, reading, RecordType.DEVICE, reading.devicesWithoutUse())))
                        .thenMany(Flux.range(0, ROUNDS).concatMap(round -> follow(grant, reading)))
                        .then(Mono.fromSupplier(() -> {
                            alarm.requireFew(reading.seen());
                            return reading.summary();
                        })));
    }

    private Mono<Void> read(Grant grant, SummaryReading reading, RecordType type, List<SharedHead> heads) {
        return Mono.defer(() -> {
            SummaryReading.Turn turn = reading.begin(type, heads);
            return records.load(grant, heads)
                    .takeWhile(found -> turn.goesOn())
                    .doOnNext(turn::take)
                    .then(Mono.fromRunnable(turn::end));
        });
    }

    private Mono<Void> follow(Grant grant, SummaryReading reading) {
        return Mono.defer(() -> {
            List<SharedHead> referred = reading.referred();
            return records.load(grant, referred).doOnNext(reading::takeReferred).then();
        });
    }
}
