package org.healthpassport.api.trail.row;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.row.SealedRows;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The trails of all patients. Only id, patient and time of a row are in clear; the rest is sealed with the patient's keys,
 * and bound to these three. So a row that was changed or moved is shown as unreadable, and erasure covers all of them.
 */
@Component
public final class TrailRows implements PreparationStep {
    static final String COLLECTION = "trail";

    /** Counts the changes of a row, so that of two writers at once one looks again. */
    private static final String REVISION = "revision";

    /** Each attempt that fails is one at which another one succeeded, and a request has few events. */
    private static final Retry AGAIN = Retry.max(10).filter(OptimisticLockingFailureException.class::isInstance);

    /** The fate of a row that cannot be read when an event of its request comes. */
    public enum Damaged {
        /** It stays, and is named in the list, as an event that comes late must not hide a more telling one. */
        STAYS,
        /** It is replaced, by somebody who brings all events of the request. */
        IS_REPLACED
    }

    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final UnreadableAlarm alarm;
    private final ForgedEvents forged;
    private final SealedRows<Look> sealed;

    TrailRows(ReactiveMongoTemplate mongo, SubjectKeyRing keyRing, UnreadableAlarm alarm, ForgedEvents forged) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.alarm = alarm;
        this.forged = forged;
        this.sealed = new SealedRows<>(COLLECTION, "patientId", Look.class, alarm);
    }

    @Override
    public Mono<Void> prepare() {
        return mongo.indexOps(COLLECTION).createIndex(sealed.ofSubject()).then();
    }

    /**
     * Keeps a row durably, unless there is one of the same request that tells as much. The result is the same in whatever
     * order the events of a request come, and however often.
     *
     * @return true if something was written; false as well if the keys of the patient were destroyed. Fails with {@link
     *     SealBroken} if they cannot be unwrapped
     */
    Mono<Boolean> put(TrailRow row, Damaged damaged) {
        return keyRing.of(row.patientId())
                .flatMap(keys -> put(row, damaged, keys))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> put(TrailRow row, Damaged damaged, SubjectKeys keys) {
        return InsertIfMissing.insert(mongo, document(row, 1, keys), COLLECTION)
                .flatMap(first -> first ? Mono.just(true) : merge(row, damaged, keys))
                .retryWhen(AGAIN);
    }

    private Mono<Boolean> merge(TrailRow row, Damaged damaged, SubjectKeys keys) {
        return mongo.findById(row.id(), Document.class, COLLECTION)
                .flatMap(stored -> isOlder(opened(stored, row.patientId(), keys), row, damaged)
                        ? replace(stored, row, keys)
                        : Mono.just(false));
    }

    private boolean isOlder(ReadResult<TrailRow> stored, TrailRow row, Damaged damaged) {
        return stored.fold(
                known -> {
                    if (row.contradicts(known)) {
                        forged.found(row.look().eventId());
                        return false;
                    }
                    return row.tellsMoreThan(known);
                },
                broken -> damaged == Damaged.IS_REPLACED);
    }

    private Mono<Boolean> replace(Document stored, TrailRow row, SubjectKeys keys) {
        Object revision = stored.get(REVISION);
        long next = revision instanceof Long counted ? counted + 1 : 1;
        Query unchanged = query(where(SealedRows.ID).is(row.id()).and(REVISION).is(revision));
        return mongo.replace(unchanged, document(row, next, keys), COLLECTION)
                .flatMap(result -> result.getMatchedCount() == 1
                        ? Mono.just(true)
                        : Mono.error(new OptimisticLockingFailureException("The row was changed meanwhile")));
    }

    /**
     * The rows of the patient of a grant, newest first, unreadable ones in their places.
     *
     * @param from the earliest time; null for all
     * @param before the time before which they were; null for all
     * @param after the position after which to begin; null for the newest
     * @return fails with {@link CannotBeRead} if the patient's keys cannot be unwrapped; none if they were destroyed
     */
    public Flux<ListedLook> list(
            Grant grant, @Nullable Instant from, @Nullable Instant before, @Nullable ListPosition after, int limit) {
        String patientId = grant.patientFor(AccessScope.CONSENT);
        // An earliest time in the query would make the store look for more until the end of the trail.
        Query page = query(sealed.of(patientId, before, after))
                .with(SealedRows.NEWEST_FIRST)
                .limit(limit);
        return keyRing.of(patientId)
                .onErrorMap(
                        SealBroken.class,
                        broken -> alarm.raise(
                                new Unreadable(COLLECTION, patientId, patientId, UnreadableReason.KEYS_BROKEN), broken))
                .flatMapMany(keys -> mongo.find(page, Document.class, COLLECTION)
                        .map(stored -> new ListedLook(SealedRows.position(stored), opened(stored, patientId, keys))))
                .takeWhile(found -> from == null || !found.position().time().isBefore(from));
    }

    private Document document(TrailRow row, long revision, SubjectKeys keys) {
        return sealed.row(keys, row.patientId(), row.id(), row.time(), row.look())
                .append(REVISION, revision);
    }

    private ReadResult<TrailRow> opened(Document stored, String patientId, SubjectKeys keys) {
        ListPosition position = SealedRows.position(stored);
        return sealed.open(keys, patientId, stored)
                .map(look -> new TrailRow(position.id(), patientId, position.time(), look));
    }
}
