package org.healthpassport.api.notification;

import static org.healthpassport.aggregates.sweep.ExpiredDocuments.EXPIRES_AT;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.outbox.AggregateRef;
import org.healthpassport.aggregates.outbox.Lease;
import org.healthpassport.aggregates.outbox.OutboxFields;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.row.SealedRows;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.AuditedOperation;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.aggregates.sweep.ExpiredDocuments;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.notification.NotificationAdded;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All notifications, kept for {@value #KEPT_DAYS} days. The subject is sealed with the keys of the account, because it
 * would tell who holds the database which account is which patient's. The mark of what was read is in clear: nothing
 * depends on it. A new one leaves an event, so that the streams of its owner learn of it, and the audit log.
 */
@Component
public final class Notifications implements PreparationStep {
    static final String COLLECTION = "notifications";

    private static final String RESOURCE_TYPE = "NOTIFICATION";
    /** More of one account push out its oldest. */
    static final int MOST = 1_000;

    private static final int KEPT_DAYS = 180;
    static final Duration KEPT_FOR = Duration.ofDays(KEPT_DAYS);

    private static final String ACCOUNT = "accountId";
    private static final String READ = "read";

    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final OutboxRelay relay;
    private final Stamps stamps;
    private final EventMacs macs;
    private final Ids ids;
    private final Clock clock;
    private final ExpiredDocuments expired;
    private final SealedRows<Subject> sealed;

    Notifications(
            ReactiveMongoTemplate mongo,
            SubjectKeyRing keyRing,
            UnreadableAlarm alarm,
            OutboxRelay relay,
            Stamps stamps,
            EventMacs macs,
            Ids ids,
            Clock clock) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.relay = relay;
        this.stamps = stamps;
        this.macs = macs;
        this.ids = ids;
        this.clock = clock;
        this.expired = new ExpiredDocuments(mongo, COLLECTION);
        this.sealed = new SealedRows<>(COLLECTION, ACCOUNT, Subject.class, alarm);
        relay.watchIndependent(COLLECTION);
    }

    @Override
    public Mono<Void> prepare() {
        return mongo.indexOps(COLLECTION)
                .createIndex(sealed.ofSubject())
                .then(relay.createIndex(COLLECTION))
                .then(expired.prepare());
    }

    /** Keeps a notification durably; false if it was known, or if the keys of the account were destroyed. */
    Mono<Boolean> add(Notification notification) {
        return keyRing.of(notification.accountId())
                .flatMap(keys -> announcement(notification)
                        .flatMap(added -> insert(notification, document(notification, keys), added)))
                .flatMap(
                        added -> added ? removeSurplus(notification.accountId()).thenReturn(true) : Mono.just(false))
                .defaultIfEmpty(false);
    }

    private Mono<PendingEvent> announcement(Notification notification) {
        String accountId = notification.accountId();
        return Mono.deferContextual(context -> stamps.ofAccount(Actor.in(context), accountId))
                .map(stamper -> {
                    String eventId = ids.next();
                    EventType type = EventType.NOTIFICATION_ADDED;
                    return new PendingEvent(macs.attest(new Event(
                            eventId,
                            type,
                            notification.id(),
                            clock.instant(),
                            accountId,
                            null,
                            stamper.correlation().correlationId(),
                            stamper.correlation().causationId(),
                            stamper.correlation().traceparent(),
                            EventCodec.encode(new NotificationAdded(notification.id(), accountId)),
                            EncodedStamp.of(stamper.stamp(
                                    eventId,
                                    type.action(),
                                    0,
                                    AuditedOperation.of(RESOURCE_TYPE, notification.id()))))));
                });
    }

    private Mono<Boolean> insert(Notification notification, Document document, PendingEvent added) {
        Lease lease = Lease.taken(null, relay.instance());
        document.append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(OutboxFields.EVENTS, List.of(added.toDocument()))
                .append(OutboxFields.LEASE, lease.toDocument());
        return InsertIfMissing.insert(mongo, document, COLLECTION).doOnNext(first -> {
            if (first) {
                relay.nudge(new AggregateRef(COLLECTION, notification.id()), List.of(added), lease);
            }
        });
    }

    /** One of an account; empty if there is none, or if it cannot be read. */
    public Mono<NotificationView> view(String accountId, String id) {
        return keyRing.of(accountId)
                .flatMap(keys -> mongo.findOne(
                                query(where(SealedRows.ID).is(id).and(ACCOUNT).is(accountId)),
                                Document.class,
                                COLLECTION)
                        .map(stored -> listed(stored, accountId, keys)))
                .flatMap(found -> Mono.justOrEmpty(found.notification().ifReadable()))
                .map(NotificationView::of);
    }

    /** Those of an account, newest first, after {@code after}; one that cannot be read keeps its place, with an alarm. */
    Flux<Listed> list(String accountId, boolean unreadOnly, @Nullable ListPosition after, int limit) {
        Criteria asked = sealed.of(accountId, null, after);
        if (unreadOnly) {
            asked = asked.and(READ).is(false);
        }
        Query page = query(asked).with(SealedRows.NEWEST_FIRST).limit(limit);
        return keyRing.of(accountId)
                .flatMapMany(keys ->
                        mongo.find(page, Document.class, COLLECTION).map(stored -> listed(stored, accountId, keys)));
    }

    /** Marks one as read; false if the account has no such notification. */
    Mono<Boolean> markRead(String accountId, String id) {
        return mongo.updateFirst(
                        query(where(SealedRows.ID).is(id).and(ACCOUNT).is(accountId)),
                        new Update().set(READ, true),
                        COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    Mono<Void> removeExpired(Instant now) {
        return expired.remove(now);
    }

    private Mono<Void> removeSurplus(String accountId) {
        Query oldest = query(where(ACCOUNT).is(accountId))
                .with(SealedRows.NEWEST_FIRST)
                .skip(MOST);
        oldest.fields().include(SealedRows.ID);
        return mongo.find(oldest, Document.class, COLLECTION)
                .map(stored -> stored.getString(SealedRows.ID))
                .collectList()
                .filter(ids -> !ids.isEmpty())
                // One whose event waits is removed with the next.
                .flatMap(ids -> mongo.remove(
                        query(where(SealedRows.ID)
                                .in(ids)
                                .and(OutboxFields.MARK)
                                .exists(false)),
                        COLLECTION))
                .then();
    }

    private Document document(Notification notification, SubjectKeys keys) {
        Subject subject = new Subject(notification.type(), notification.patientId(), notification.subjectId());
        return sealed.row(keys, notification.accountId(), notification.id(), notification.time(), subject)
                .append(READ, notification.read())
                .append(EXPIRES_AT, Date.from(notification.time().plus(KEPT_FOR)));
    }

    private Listed listed(Document stored, String accountId, SubjectKeys keys) {
        ListPosition position = SealedRows.position(stored);
        boolean read = Boolean.TRUE.equals(stored.get(READ));
        return new Listed(
                position,
                sealed.open(keys, accountId, stored)
                        .map(subject -> new Notification(
                                position.id(),
                                accountId,
                                subject.type(),
                                position.time(),
                                subject.patientId(),
                                subject.subjectId(),
                                read)));
    }

    /** A notification, or the place of one that cannot be read. */
    record Listed(ListPosition position, ReadResult<Notification> notification) {}

    /** The sealed part. */
    private record Subject(
            NotificationType type,
            @Nullable String patientId,
            @Nullable String subjectId) {}
}
