package org.healthpassport.aggregates.secret;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/**
 * One secret that all instances of the service share and that any of them may replace; sealed in MongoDB, beside those of
 * {@link SharedSecrets}.
 */
public final class ChangingSecret {
    private static final String COLLECTION = SharedSecrets.COLLECTION;
    private static final String VERSION = "version";

    private final String name;
    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final SecretSeal seal;
    private final Resealing resealing;

    /** @param name the name under which it is stored; never changed */
    public ChangingSecret(String name, ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys) {
        this.name = name;
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.seal = new SecretSeal(keyEncryptionKeys);
        this.resealing = new Resealing(mongo, keyEncryptionKeys);
    }

    /** A secret and the number of its version, which grows by one with each change. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares secrets, and none may be printed
    public record Version(long number, byte[] secret) {

        @Override
        public String toString() {
            return "Version[" + number + ']';
        }
    }

    /** The secret as it is now, which no failover can undo; empty if there is none yet. */
    public Mono<Version> read() {
        return linearizable
                .findById(name, COLLECTION)
                .map(stored -> new Version(stored.getLong(VERSION), opened(stored, name)));
    }

    /**
     * Stores the first version.
     *
     * @return false if another instance was faster
     */
    public Mono<Boolean> insert(byte[] first) {
        Document stored = document(1, first);
        return InsertIfMissing.insert(mongo, stored, COLLECTION).delayUntil(inserted -> settled(stored, inserted));
    }

    /**
     * Replaces a version by the next one.
     *
     * @return false if another instance was faster
     */
    public Mono<Boolean> replace(long version, byte[] next) {
        Document stored = document(version + 1, next);
        return mongo.replace(query(where("_id").is(name).and(VERSION).is(version)), stored, COLLECTION)
                .map(result -> result.getMatchedCount() == 1)
                .delayUntil(replaced -> settled(stored, replaced));
    }

    private Mono<Void> settled(Document stored, boolean isStored) {
        return isStored ? resealing.settle(SecretCollection.SECRETS, stored) : Mono.empty();
    }

    private Document document(long version, byte[] secret) {
        return new Document("_id", name)
                .append(VERSION, version)
                .append(SharedSecrets.SEALED, new Binary(seal.seal(secret, name)));
    }

    /** The secret that an earlier release stored under another name and never changed; empty if there is none. */
    public Mono<byte[]> ofEarlierRelease(String earlierName) {
        return linearizable.findById(earlierName, COLLECTION).map(stored -> opened(stored, earlierName));
    }

    /** Removes what {@link #ofEarlierRelease} finds. */
    public Mono<Void> removeEarlierRelease(String earlierName) {
        return mongo.remove(query(where("_id").is(earlierName)), COLLECTION).then();
    }

    private byte[] opened(Document stored, String ofName) {
        return seal.open(stored.get(SharedSecrets.SEALED, Binary.class).getData(), ofName);
    }
}
