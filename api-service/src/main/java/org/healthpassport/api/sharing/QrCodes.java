package org.healthpassport.api.sharing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.counter.CommandFate;
import org.healthpassport.aggregates.counter.CountedCommand;
import org.healthpassport.aggregates.counter.CounterKind;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Demand;
import org.healthpassport.aggregates.counter.Truth;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The QR codes of all patients. */
@Component
public final class QrCodes {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "QR_CODE";

    public static final String COLLECTION = "qrCodes";
    /** The event that a QR code in {@code REQUESTED} is waiting for. */
    public static final String WORK = EventType.QR_CODE_READY.name();

    /** The kind of the counters of QR codes. */
    public static final String COUNTED = "codes";

    private static final String TOKEN_INDEX = "tokenIndex";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Attempts when other instances change the same QR code; changes on this instance run one after the other. */
    private static final Retry RETRIES = Retry.backoff(20, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .filter(ConcurrentChanges.class::isInstance)
            .onRetryExhaustedThrow((retry, last) -> new SharingRefusal.Contended().asException());

    private final Aggregates<QrCodeState> aggregates;
    private final Watched<QrCodeState> watched;
    private final LinkSecrets secrets;
    private final ReactiveMongoTemplate mongo;
    private final Counters counters;
    private final CounterKind codes;

    QrCodes(
            AggregateStore store,
            Watched<QrCodeState> watchedQrCodes,
            LinkSecrets secrets,
            ReactiveMongoTemplate mongo,
            Counters counters,
            QrCodeLimits limits) {
        this.aggregates = store.of(
                new AggregateKind<QrCodeState>(
                                COLLECTION,
                                RESOURCE_TYPE,
                                QrCodeState.class,
                                QrCodeState::patientId,
                                Set.of(TOKEN_INDEX),
                                QrCodes::indexFields)
                        .restoredBy(QrCodeDecisions.restoration()),
                watchedQrCodes);
        this.watched = watchedQrCodes;
        this.secrets = secrets;
        this.mongo = mongo;
        this.counters = counters;
        this.codes = counters.counting(new CounterKind(COUNTED, limits.qrCodesPerPatient(), truth(aggregates)));
    }

    /** Counts revoked and expired QR codes, too. A command is named as the QR code that it makes. */
    private static Truth truth(Aggregates<QrCodeState> aggregates) {
        return new Truth() {
            @Override
            public Mono<Long> count(String patientId) {
                return aggregates.count(patientId);
            }

            @Override
            public Mono<CommandFate> fateOf(String qrCodeId, long reserved) {
                return CommandFate.of(aggregates, qrCodeId, qrCode -> reserved);
            }
        };
    }

    private static Map<String, @Nullable Object> indexFields(QrCodeState state) {
        Map<String, @Nullable Object> fields = WorkerWait.indexFields(WORK, state.waiting());
        fields.put(TOKEN_INDEX, state.link().tokenIndex());
        return fields;
    }

    public Mono<Snapshot<QrCodeState>> find(String qrCodeId) {
        return aggregates.find(qrCodeId);
    }

    /**
     * The QR code of any kind whose link has this token; empty if its content does not agree with the index, or if somebody put
     * an older one back.
     *
     * @return refused with {@link SharingRefusal.NotYet} right after a start
     */
    public Mono<Snapshot<QrCodeState>> findByToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Mono.empty();
        }
        if (!watched.isComplete()) {
            return Mono.error(new SharingRefusal.NotYet()::asException);
        }
        Query byToken = query(where(TOKEN_INDEX).is(secrets.indexOf(token)));
        byToken.fields().include("_id");
        return mongo.findOne(byToken, Document.class, COLLECTION)
                .flatMap(stored -> find(stored.getString("_id")))
                .onErrorResume(QrCodes::isPutBack, alarmed -> Mono.empty())
                .filter(found -> hasToken(found.state(), token));
    }

    /** True if a QR code cannot be read because somebody put an older one back. Strangers get the answer as if there was none. */
    public static boolean isPutBack(Throwable failure) {
        return CannotBeRead.isOutdated(failure, COLLECTION);
    }

    /** QR codes of a patient after the position {@code after}, newest first. */
    public Flux<ListedAggregate<QrCodeState>> ofPatient(Grant grant, @Nullable ListPosition after) {
        return aggregates.ofSubject(grant.patientFor(AccessScope.SHARE), after);
    }

    /** Saves a new QR code durably; refused if its patient has the most that are allowed. */
    public Mono<Snapshot<QrCodeState>> create(String qrCodeId, QrCodeState state, NewEvent requested) {
        return Mono.defer(() -> {
            CountedCommand command = new CountedCommand(counters);
            List<Demand> one = List.of(new Demand(codes, 1));
            return command.run(command.prepare(state.patientId(), qrCodeId, one, Mono.empty(), Mono.empty())
                    .then(Mono.defer(() -> aggregates.create(qrCodeId, state, requested))));
        });
    }

    /** Like {@link Aggregates#ruleOut}. */
    public Mono<Boolean> ruleOut(String qrCodeId) {
        return aggregates.ruleOut(qrCodeId);
    }

    /** Like {@link Aggregates#change}. */
    public Mono<Snapshot<QrCodeState>> change(
            String qrCodeId, Function<Snapshot<QrCodeState>, Decision<QrCodeState>> decide) {
        return aggregates.change(qrCodeId, decide);
    }

    /**
     * Like {@link Aggregates#change}, but tries for seconds if many requests change the same QR code, and then fails
     * with {@link SharingRefusal.Contended}.
     */
    public Mono<Snapshot<QrCodeState>> changeWithRetries(
            String qrCodeId, Function<Snapshot<QrCodeState>, Decision<QrCodeState>> decide) {
        return aggregates.change(qrCodeId, decide).retryWhen(RETRIES);
    }

    private static boolean hasToken(QrCodeState state, String token) {
        return MessageDigest.isEqual(state.link().token().getBytes(US_ASCII), token.getBytes(US_ASCII));
    }
}
