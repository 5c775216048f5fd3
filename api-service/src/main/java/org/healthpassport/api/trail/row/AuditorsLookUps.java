package org.healthpassport.api.trail.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.aggregates.key.AuditKeyRing;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.trail.receipt.LoggedEntries;
import org.healthpassport.api.trail.receipt.LoggedEntries.LookUp;
import org.healthpassport.api.trail.receipt.LoggedEntries.LookUps;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes rows of what auditors looked up about patients. audit-service records that in the log itself and on no topic, so the
 * log is followed. Several instances may do so at once: they make the same rows.
 */
@Component
public final class AuditorsLookUps implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(AuditorsLookUps.class);

    private static final String POSITIONS = "trailPositions";
    private static final String OF_LOOK_UPS = "lookUps";
    private static final String LAST = "lastIndex";
    private static final long BEGINNING = -1;

    private static final String RESOURCE_TYPE = "AUDIT_LOG";
    private static final int AT_ONCE = 200;

    private final LoggedEntries logged;
    private final AuditKeyRing auditKeys;
    private final TrailRows rows;
    private final ReactiveMongoTemplate mongo;

    AuditorsLookUps(LoggedEntries logged, AuditKeyRing auditKeys, TrailRows rows, ReactiveMongoTemplate mongo) {
        this.logged = logged;
        this.auditKeys = auditKeys;
        this.rows = rows;
        this.mongo = mongo;
    }

    @Override
    public String what() {
        return "the auditors' requests in the log";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    /** Follows the log to its end. Where audit-service is away, which is logged once, the next run tries again. */
    @Override
    public Mono<Void> sweep() {
        return position()
                .flatMap(after -> logged.lookUps(after, AT_ONCE).flatMap(found -> keep(after, found)))
                .defaultIfEmpty(false)
                .repeat()
                .takeUntil(moved -> !moved)
                .onErrorResume(Refused.class, away -> Mono.empty())
                .then();
    }

    /** Begins with the first entry again, which repairs the rows of all auditors' requests. */
    public Mono<Void> begin() {
        return mongo.upsert(query(where("_id").is(OF_LOOK_UPS)), Update.update(LAST, BEGINNING), POSITIONS)
                .then();
    }

    private Mono<Long> position() {
        return mongo.findById(OF_LOOK_UPS, Document.class, POSITIONS)
                .map(stored -> stored.get(LAST) instanceof Long last ? last : BEGINNING)
                .defaultIfEmpty(BEGINNING);
    }

    /** True if the position moved. A position that somebody else moved meanwhile stays. */
    private Mono<Boolean> keep(long after, LookUps found) {
        if (found.lastIndex() <= after) {
            return Mono.just(false);
        }
        return Flux.fromIterable(found.found())
                .concatMap(this::keep)
                .then(Mono.defer(() -> after == BEGINNING ? begin() : Mono.empty()))
                .then(Mono.defer(() -> mongo.updateFirst(
                        query(where("_id").is(OF_LOOK_UPS).and(LAST).is(after)),
                        Update.update(LAST, found.lastIndex()),
                        POSITIONS)))
                .thenReturn(true);
    }

    private Mono<Boolean> keep(LookUp lookUp) {
        return auditKeys
                .subjectOf(lookUp.patient())
                .flatMap(patientId -> rows.put(row(lookUp, patientId), Damaged.IS_REPLACED))
                .onErrorResume(SealBroken.class, broken -> {
                    log.error(
                            "Expected keys of the patient of look-up {} that can be unwrapped, but they cannot; it is left out",
                            lookUp.eventId());
                    return Mono.empty();
                })
                .defaultIfEmpty(false);
    }

    private static TrailRow row(LookUp lookUp, String patientId) {
        return new TrailRow(
                UUID.nameUUIDFromBytes(("trail of " + patientId + ", look-up " + lookUp.eventId()).getBytes(UTF_8))
                        .toString(),
                patientId,
                lookUp.time().truncatedTo(ChronoUnit.MILLIS),
                new Look(
                        lookUp.eventId(),
                        lookUp.outcome() == 0 ? LookAction.READ : LookAction.DENIED,
                        RESOURCE_TYPE,
                        null,
                        lookUp.actor(),
                        lookUp.actorRole(),
                        null,
                        lookUp.outcome() == 0 ? AccessRight.ADMIN.name() : null,
                        null,
                        null,
                        null,
                        lookUp.outcome()));
    }
}
