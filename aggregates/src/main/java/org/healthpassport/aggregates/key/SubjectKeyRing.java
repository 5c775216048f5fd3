package org.healthpassport.aggregates.key;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.key.UnknownKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The keys of patients and accounts: stored wrapped, cached unwrapped for at most a minute. */
@Component
public final class SubjectKeyRing implements PreparationStep {
    static final String COLLECTION = SubjectKeyDocument.COLLECTION;
    private static final Set<KeyPurpose> PURPOSES = Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR);
    /** The time for which destroyed keys can still work on an instance that has them cached. */
    private static final Duration UNWRAPPED_FOR = Duration.ofSeconds(60);

    private static final int UNWRAPPED_AT_MOST = 10_000;

    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private final AuditKeyRing auditKeys;
    private final Resealing resealing;
    private final KeyDamage damage;
    private final Cache<String, SubjectKeys> unwrapped;

    @Autowired
    SubjectKeyRing(
            ReactiveMongoTemplate mongo,
            KeyEncryptionKeys keyEncryptionKeys,
            AuditKeyRing auditKeys,
            UnreadableAlarm alarm) {
        this(mongo, keyEncryptionKeys, auditKeys, alarm, Ticker.systemTicker());
    }

    SubjectKeyRing(
            ReactiveMongoTemplate mongo,
            KeyEncryptionKeys keyEncryptionKeys,
            AuditKeyRing auditKeys,
            UnreadableAlarm alarm,
            Ticker ticker) {
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyEncryptionKeys = keyEncryptionKeys;
        this.auditKeys = auditKeys;
        this.resealing = new Resealing(mongo, keyEncryptionKeys);
        this.damage = new KeyDamage(COLLECTION, alarm);
        this.unwrapped = Caffeine.newBuilder()
                .expireAfterWrite(UNWRAPPED_FOR)
                .maximumSize(UNWRAPPED_AT_MOST)
                .ticker(ticker)
                .build();
    }

    /** Makes keys for a new subject, audit keys too; they are durable when this completes. */
    public Mono<SubjectKeys> create(String subjectId) {
        return Mono.fromCallable(() -> SubjectKeys.generate(subjectId, PURPOSES, keyEncryptionKeys))
                .flatMap(keys -> insert(new Document(keys.fields())).thenReturn(keys))
                .delayUntil(keys -> auditKeys.create(subjectId))
                .map(this::unwrap);
    }

    private Mono<Void> insert(Document keys) {
        return mongo.insert(keys, COLLECTION).then(resealing.settle(SubjectKeyCollection.SUBJECT_KEYS, keys));
    }

    /**
     * The keys of a subject; empty if it never had any, or if they were destroyed.
     *
     * @return fails with {@link CannotBeRead} if their document was damaged, and with {@link UnknownKey} if this service does
     *     not have the key that wrapped them
     */
    public Mono<SubjectKeys> of(String subjectId) {
        SubjectKeys keys = unwrapped.getIfPresent(subjectId);
        if (keys != null) {
            return Mono.just(keys);
        }
        return damage.named(subjectId, subjectId, stored(subjectId).map(this::unwrap));
    }

    /**
     * The keys of a subject that must have some, because data is about to be sealed or opened with them.
     *
     * @return fails with {@link KeysDestroyed} if there are none; otherwise as {@link #of}
     */
    public Mono<SubjectKeys> require(String subjectId) {
        return of(subjectId).switchIfEmpty(Mono.error(KeysDestroyed::new));
    }

    /** Drops the keys of a subject from the cache. */
    public void forget(String subjectId) {
        unwrapped.invalidate(subjectId);
    }

    /** Destroys all keys, audit keys too, of a subject that was never announced and never will be. */
    public Mono<Void> discard(String subjectId) {
        return destroy(subjectId).then(auditKeys.discard(subjectId));
    }

    /**
     * Destroys the keys of a subject: everything sealed with them is unreadable from then on. Audit entries stay
     * readable: erasure must not remove the evidence of who saw the data.
     */
    public Mono<Void> destroy(String subjectId) {
        return mongo.remove(query(where("_id").is(subjectId)), COLLECTION)
                .doOnSuccess(result -> unwrapped.invalidate(subjectId))
                .then();
    }

    @Override
    public Stage stage() {
        return Stage.SECRETS;
    }

    /**
     * Checks with the oldest subject that the given key-encryption keys are those of this database; its keys tell nothing if
     * they were damaged.
     */
    @Override
    public Mono<Void> prepare() {
        return mongo.findOne(new Query().with(Sort.by("_id")), Document.class, COLLECTION)
                .map(SubjectKeyRing::read)
                .doOnNext(this::opened)
                .onErrorComplete(KeyDamage::isOfOneDocument)
                .then();
    }

    /** Destroyed keys must not come back from a primary that was voted out. */
    private Mono<SubjectKeyDocument> stored(String subjectId) {
        return linearizable.findById(subjectId, COLLECTION).map(SubjectKeyRing::read);
    }

    private static SubjectKeyDocument read(Document stored) {
        return SubjectKeyDocument.read(stored, bytes -> ((Binary) bytes).getData());
    }

    private SubjectKeys unwrap(SubjectKeyDocument keyDocument) {
        SubjectKeys keys = opened(keyDocument);
        unwrapped.put(keyDocument.subjectId(), keys);
        return keys;
    }

    private SubjectKeys opened(SubjectKeyDocument keyDocument) {
        if (!keyDocument.wrappedKeysets().keySet().containsAll(PURPOSES)) {
            throw new SealBroken("Expected a keyset of a subject for each purpose, but one is missing.");
        }
        return SubjectKeys.unwrap(keyDocument, PURPOSES, keyEncryptionKeys);
    }
}
