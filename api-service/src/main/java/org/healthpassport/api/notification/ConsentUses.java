package org.healthpassport.api.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.stamp.DetailContent;
import org.healthpassport.aggregates.stamp.StampForged;
import org.healthpassport.aggregates.stamp.StampedDetails;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.audit.AuditStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The uses of consents, and the marks of those whose first use was told. A mark stays as long as the consent, which is
 * kept for good: the notification itself is forgotten after some time, and must not come again.
 */
@Component
final class ConsentUses {
    static final String COLLECTION = "usedConsents";

    private static final Logger log = LoggerFactory.getLogger(ConsentUses.class);
    /** HL7 PurposeOfUse, which the stamps of accesses by consent have, and no others. */
    private static final String TREATMENT = "TREAT";
    /** A consent is used again and again; some 1 MB. */
    private static final int REMEMBERED = 10_000;

    private final ReactiveMongoTemplate mongo;
    private final StampedDetails details;
    private final Cache<String, Boolean> marked =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    ConsentUses(ReactiveMongoTemplate mongo, StampedDetails details) {
        this.mongo = mongo;
        this.details = details;
    }

    /** The consent by which somebody read or wrote, unless its first use was told; empty for other rights. */
    Mono<String> untold(Event event) {
        return usedBy(event).filterWhen(consentId -> isMarked(consentId).map(marked -> !marked));
    }

    /** Marks a consent whose first use was told; does so durably, and once. */
    Mono<Void> mark(String consentId) {
        return InsertIfMissing.insert(mongo, new Document("_id", consentId), COLLECTION)
                .doOnNext(first -> marked.put(consentId, true))
                .then();
    }

    private Mono<Boolean> isMarked(String consentId) {
        return marked.getIfPresent(consentId) != null
                ? Mono.just(true)
                : mongo.exists(Query.query(Criteria.where("_id").is(consentId)), COLLECTION)
                        .doOnNext(exists -> {
                            if (exists) {
                                marked.put(consentId, true);
                            }
                        });
    }

    /** A read names its consent; a write has it in the sealed part of its stamp. */
    private Mono<String> usedBy(Event event) {
        AuditStamp stamp = event.stamp();
        if (stamp == null || !TREATMENT.equals(stamp.getPurpose()) || stamp.getOutcome() != 0) {
            return Mono.empty();
        }
        return event.type() == EventType.DATA_READ
                ? Mono.justOrEmpty(event.payload(DataRead.class).getConsentId())
                : sealedIn(event, stamp);
    }

    private Mono<String> sealedIn(Event event, AuditStamp stamp) {
        return details.open(event, stamp, event.key())
                .onErrorResume(StampForged.class, notOurs -> {
                    log.warn("Expected the stamp of event {} to open, but it does not; nobody is told", event.id());
                    return Mono.empty();
                })
                .mapNotNull(DetailContent::consentId);
    }
}
