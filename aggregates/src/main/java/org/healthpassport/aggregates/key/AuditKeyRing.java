package org.healthpassport.aggregates.key;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.UnknownKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The keys that seal the audit log's details about patients and accounts: stored wrapped, cached unwrapped for at most
 * a minute. They outlive the other keys of their subject, so that erasure keeps the evidence.
 */
@Component
public final class AuditKeyRing implements PreparationStep {
    private static final Duration UNWRAPPED_FOR = Duration.ofSeconds(60);
    private static final int UNWRAPPED_AT_MOST = 10_000;

    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private final Resealing resealing;
    private final KeyDamage damage;
    private final Cache<String, AuditKeys> unwrapped;

    @Autowired
    AuditKeyRing(ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys, UnreadableAlarm alarm) {
        this(mongo, keyEncryptionKeys, alarm, Ticker.systemTicker());
    }

    AuditKeyRing(
            ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys, UnreadableAlarm alarm, Ticker ticker) {
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyEncryptionKeys = keyEncryptionKeys;
        this.resealing = new Resealing(mongo, keyEncryptionKeys);
        this.damage = new KeyDamage(AuditKeyDocument.COLLECTION, alarm);
        this.unwrapped = Caffeine.newBuilder()
                .expireAfterWrite(UNWRAPPED_FOR)
                .maximumSize(UNWRAPPED_AT_MOST)
                .ticker(ticker)
                .build();
    }

    /**
     * The keys of a patient or account, made now if it has none yet; empty if there is no such subject.
     *
     * @return fails with {@link CannotBeRead} if their document was damaged, and with {@link UnknownKey} if this service does
     *     not have the key that wrapped them
     */
    public Mono<AuditKeys> of(String subjectId) {
        return atHand(subjectId)
                .switchIfEmpty(Mono.defer(
                        () -> mongo.exists(query(where("_id").is(subjectId)), SubjectKeyRing.COLLECTION)
                                .filter(exists -> exists)
                                .flatMap(exists -> create(subjectId))));
    }

    /** The keys for events that belong to no patient and no account. */
    public Mono<AuditKeys> ofService() {
        return atHand(AuditKeyDocument.SERVICE).switchIfEmpty(Mono.defer(() -> create(AuditKeyDocument.SERVICE)));
    }

    /**
     * The subject that a pseudonym in the audit log stands for; empty if its keys were destroyed.
     *
     * @return fails with {@link org.healthpassport.vault.key.SealBroken} if the stored document does not show that they
     *     belong together
     */
    public Mono<String> subjectOf(String pseudonym) {
        return damage.named(
                pseudonym,
                null,
                mongo.findOne(
                                query(where(AuditKeyDocument.PSEUDONYM).is(pseudonym)),
                                Document.class,
                                AuditKeyDocument.COLLECTION)
                        .map(AuditKeyRing::read)
                        .doOnNext(this::unwrap)
                        .map(AuditKeyDocument::subjectId));
    }

    private static AuditKeyDocument read(Document stored) {
        return AuditKeyDocument.read(stored, bytes -> ((Binary) bytes).getData());
    }

    /** Makes keys if there are none yet; of several callers at once, all get the same. */
    Mono<AuditKeys> create(String subjectId) {
        return Mono.fromCallable(() -> AuditKeyDocument.generate(subjectId, keyEncryptionKeys))
                .flatMap(keys -> insert(new Document(keys.fields()))
                        .flatMap(first -> first ? Mono.fromSupplier(() -> unwrap(keys)) : stored(subjectId)));
    }

    private Mono<Boolean> insert(Document keys) {
        return InsertIfMissing.insert(mongo, keys, AuditKeyDocument.COLLECTION)
                .delayUntil(
                        first -> first ? resealing.settle(AuditKeyCollection.AUDIT_KEYS, keys) : Mono.<Void>empty());
    }

    /** Destroys the keys of a subject that was never created and that no entry mentions. */
    Mono<Void> discard(String subjectId) {
        return mongo.remove(query(where("_id").is(subjectId)), AuditKeyDocument.COLLECTION)
                .doOnSuccess(result -> unwrapped.invalidate(subjectId))
                .then();
    }

    @Override
    public Mono<Void> prepare() {
        Index pseudonyms =
                new Index(AuditKeyDocument.PSEUDONYM, Direction.ASC).unique().sparse();
        return mongo.indexOps(AuditKeyDocument.COLLECTION)
                .createIndex(pseudonyms)
                .then(ofService())
                .then();
    }

    private Mono<AuditKeys> atHand(String subjectId) {
        return Mono.fromSupplier(() -> unwrapped.getIfPresent(subjectId))
                .switchIfEmpty(Mono.defer(() -> stored(subjectId)));
    }

    /** Another instance may just have made these keys, and they are used for good, so a failover must not undo them. */
    private Mono<AuditKeys> stored(String subjectId) {
        return damage.named(
                subjectId,
                subjectId.equals(AuditKeyDocument.SERVICE) ? null : subjectId,
                linearizable
                        .findById(subjectId, AuditKeyDocument.COLLECTION)
                        .map(AuditKeyRing::read)
                        .map(this::unwrap));
    }

    private AuditKeys unwrap(AuditKeyDocument document) {
        AuditKeys keys = new AuditKeys(document.pseudonym(), document.unwrap(keyEncryptionKeys));
        unwrapped.put(document.subjectId(), keys);
        return keys;
    }
}
