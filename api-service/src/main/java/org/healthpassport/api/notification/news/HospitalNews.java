package org.healthpassport.api.notification.news;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.function.BiFunction;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.access.ConsentingPatients;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * News of hospitals, for all patients who gave consent to them: there can be 100,000, too many to tell while an event is
 * handled. A piece of news is kept until all are told. They are told in slices, and the place that was reached is kept with
 * the news; what was told since then is told again after a stop, so telling must make nothing twice.
 *
 * <pre>
 *   event --> kept --> taken by one instance --> slice told --> place kept --> taken ... --> all told: removed
 * </pre>
 */
@Component
public final class HospitalNews {
    static final String COLLECTION = "hospitalNews";

    /** Far fewer than the mails that may wait. */
    private static final int SLICE = 200;
    /** Longer than a slice takes, as a rule; after that, another instance tells it as well. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(1);

    private static final String TYPE = "type";
    private static final String HOSPITAL = "hospitalId";
    private static final String DOCTOR = "doctorId";
    private static final String TIME = "time";
    private static final String BY_MAIL = "byMail";
    private static final String TAKEN_UNTIL = "takenUntil";
    private static final String REACHED_TIME = "reachedTime";
    private static final String REACHED_ID = "reachedId";

    private final ReactiveMongoTemplate mongo;
    private final ConsentingPatients patients;
    private final Outbox outbox;
    private final Clock clock;

    HospitalNews(ReactiveMongoTemplate mongo, ConsentingPatients patients, Outbox outbox, Clock clock) {
        this.mongo = mongo;
        this.patients = patients;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Keeps a piece of news durably, once while it is not told. */
    public Mono<Void> begin(News news) {
        Document document = new Document("_id", news.eventId())
                .append(TYPE, news.type().name())
                .append(HOSPITAL, news.hospitalId())
                .append(DOCTOR, news.doctorId())
                .append(TIME, Date.from(news.time()))
                .append(BY_MAIL, news.byMail())
                .append(TAKEN_UNTIL, Date.from(Instant.EPOCH));
        return InsertIfMissing.insert(mongo, document, COLLECTION).then();
    }

    /** Tells all news that there are, and waits with the rest while much mail is waiting. */
    public Mono<Void> tell(BiFunction<News, String, Mono<Void>> toPatient) {
        return tell(toPatient, SLICE);
    }

    /** The same in slices of another size. */
    Mono<Void> tell(BiFunction<News, String, Mono<Void>> toPatient, int slice) {
        return Mono.defer(() -> outbox.isBusy() ? Mono.empty() : take())
                .flatMap(taken -> tellSlice(taken, toPatient, slice))
                .defaultIfEmpty(false)
                .repeat()
                .takeWhile(told -> told)
                .then();
    }

    /** Takes a piece of news that no instance tells. */
    private Mono<Taken> take() {
        Date now = Date.from(clock.instant());
        Date until = Date.from(clock.instant().plus(TAKEN_FOR).truncatedTo(ChronoUnit.MILLIS));
        return mongo.findAndModify(
                        query(where(TAKEN_UNTIL).lt(now)),
                        Update.update(TAKEN_UNTIL, until),
                        FindAndModifyOptions.options().returnNew(true),
                        Document.class,
                        COLLECTION)
                .map(HospitalNews::taken);
    }

    private static Taken taken(Document stored) {
        String reachedId = stored.getString(REACHED_ID);
        return new Taken(
                new News(
                        stored.getString("_id"),
                        EventType.valueOf(stored.getString(TYPE)),
                        stored.getString(HOSPITAL),
                        stored.getString(DOCTOR),
                        stored.getDate(TIME).toInstant(),
                        stored.getBoolean(BY_MAIL)),
                reachedId == null
                        ? null
                        : new ListPosition(stored.getDate(REACHED_TIME).toInstant(), reachedId),
                stored.getDate(TAKEN_UNTIL));
    }

    private Mono<Boolean> tellSlice(Taken taken, BiFunction<News, String, Mono<Void>> toPatient, int slice) {
        return patients.to(taken.news().hospitalId(), taken.reached())
                .take(slice)
                .concatMap(found ->
                        toPatient.apply(taken.news(), found.patientId()).thenReturn(found.position()))
                .collectList()
                .flatMap(told -> told.size() < slice ? finish(taken) : keepPlace(taken, told))
                .thenReturn(true);
    }

    private Mono<Void> finish(Taken taken) {
        return mongo.remove(query(where("_id").is(taken.news().eventId())), COLLECTION)
                .then();
    }

    /** Another instance that took it since has its own place. */
    private Mono<Void> keepPlace(Taken taken, List<ListPosition> told) {
        ListPosition reached = told.get(told.size() - 1);
        Query own =
                query(where("_id").is(taken.news().eventId()).and(TAKEN_UNTIL).is(taken.until()));
        return mongo.updateFirst(
                        own,
                        Update.update(REACHED_TIME, Date.from(reached.time()))
                                .set(REACHED_ID, reached.id())
                                .set(TAKEN_UNTIL, Date.from(Instant.EPOCH)),
                        COLLECTION)
                .then();
    }

    /**
     * Something that a hospital did with one of its doctors.
     *
     * @param eventId the event that tells of it
     * @param type of that event
     * @param doctorId the account of the doctor
     * @param byMail true if it was new when the event came
     */
    public record News(
            String eventId, EventType type, String hospitalId, String doctorId, Instant time, boolean byMail) {}

    /** @param reached the place of the last consent whose patient was told; null at the beginning */
    private record Taken(News news, @Nullable ListPosition reached, Date until) {}
}
