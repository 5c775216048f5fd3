package org.healthpassport.api.identity.throttle;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.sweep.ExpiredDocuments;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.ReactiveBulkOperations;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Failed attempts and known addresses, for all instances. Every name in them is a keyed digest: a reader of the database
 * learns neither who tried, nor from where. Each change is made of updates that add up in any order.
 */
@Component
final class FailureDocuments implements PreparationStep {
    static final String COLLECTION = "failedAttempts";
    /** The time from which on a document says nothing any more, in milliseconds. */
    static final String UNTIL = "until";

    private static final String LAST = "last";
    private static final String ACCOUNT = "account";
    private static final String ADDRESSES = "addresses";
    private static final String ADDRESS = "address";
    /** More than a person has places to sign in from. */
    private static final int KNOWN_AT_MOST = 20;

    private static final Duration KNOWN_FOR = Duration.ofDays(90);
    /** Somebody who signs in every hour writes once a day. */
    private static final Duration RENEWED_AFTER = Duration.ofDays(1);
    /** Updates of one change come one after the other, so a document that is just over may be in use. */
    private static final Duration KEPT = Duration.ofMinutes(1);
    /** Two instances may insert the same document at the same time. */
    private static final Retry RACES = Retry.max(3)
            .filter(failure -> failure instanceof DuplicateKeyException || failure instanceof BulkOperationException)
            .onRetryExhaustedThrow((retry, last) -> last.failure());

    private final ReactiveMongoTemplate mongo;
    private final ExpiredDocuments forgotten;
    private final SharedSecret<KeyedDigest> attemptsKey;

    FailureDocuments(ReactiveMongoTemplate mongo, SharedSecret<KeyedDigest> attemptsKey) {
        this.mongo = mongo;
        this.forgotten = new ExpiredDocuments(mongo, COLLECTION, UNTIL);
        this.attemptsKey = attemptsKey;
    }

    @Override
    public Mono<Void> prepare() {
        return forgotten
                .prepare()
                .then(mongo.indexOps(COLLECTION).createIndex(new Index(ACCOUNT, Sort.Direction.ASC).sparse()))
                .then();
    }

    /** The id under which something is kept. */
    String id(byte[] name) {
        return attemptsKey.get().textOf(name);
    }

    /** The documents that there are, by id. */
    Mono<Map<String, Document>> find(Collection<String> ids) {
        return mongo.find(query(where("_id").in(ids)), Document.class, COLLECTION)
                .collectMap(found -> found.getString("_id"));
    }

    static Failures failures(Document counter) {
        return new Failures(Instant.ofEpochMilli(counter.getLong(UNTIL)), Instant.ofEpochMilli(counter.getLong(LAST)));
    }

    /** The time until which an address is known; empty if it is not. */
    static Optional<Instant> knownUntil(Document known, String addressId, Instant now) {
        return known.getList(ADDRESSES, Document.class, List.of()).stream()
                .filter(entry -> addressId.equals(entry.getString(ADDRESS)))
                .map(entry -> Instant.ofEpochMilli(entry.getLong(UNTIL)))
                .filter(until -> until.isAfter(now))
                .findFirst();
    }

    /** Adds one failure to each counter, in one command. */
    Mono<Void> add(Collection<Counter> counters, Instant now) {
        return Mono.defer(() -> {
                    ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.ORDERED, COLLECTION);
                    counters.forEach(counter -> add(writes, counter, now.toEpochMilli()));
                    return writes.execute();
                })
                .retryWhen(RACES)
                .then();
    }

    private static void add(ReactiveBulkOperations writes, Counter counter, long now) {
        Query one = query(where("_id").is(counter.id()));
        long each = counter.limit().oneForgottenAfter().toMillis();
        Update begun = new Update().max(UNTIL, now).max(LAST, now);
        counter.account().ifPresent(account -> begun.setOnInsert(ACCOUNT, account));
        writes.upsert(one, begun);
        writes.updateOne(one, new Update().inc(UNTIL, each));
        writes.updateOne(one, new Update().min(UNTIL, now + counter.limit().mostFailures() * each));
    }

    /** Forgets the failures of a counter. */
    Mono<Void> forget(String id) {
        return mongo.remove(query(where("_id").is(id)), COLLECTION).then();
    }

    /** Forgets the failures of an account, from all addresses. */
    Mono<Void> forgetAccount(String accountId) {
        return mongo.remove(query(where(ACCOUNT).is(accountId)), COLLECTION).then();
    }

    /** True if an address should be remembered again, as it is not known, or its time gets shorter. */
    static boolean isStale(Optional<Instant> knownUntil, Instant now) {
        return knownUntil
                .filter(until -> until.isAfter(now.plus(KNOWN_FOR).minus(RENEWED_AFTER)))
                .isEmpty();
    }

    /** Remembers an address from which somebody signed in; the ones of the longest time ago are dropped. */
    Mono<Void> remember(String knownId, String addressId, Instant now) {
        Query one = query(where("_id").is(knownId));
        long until = now.plus(KNOWN_FOR).toEpochMilli();
        Document entry = new Document(ADDRESS, addressId).append(UNTIL, until);
        return Mono.defer(() -> mongo.bulkOps(BulkMode.ORDERED, COLLECTION)
                        .updateOne(one, new Update().pull(ADDRESSES, new Document(ADDRESS, addressId)))
                        .upsert(
                                one,
                                new Update()
                                        .max(UNTIL, until)
                                        .push(ADDRESSES)
                                        .slice(-KNOWN_AT_MOST)
                                        .each(entry))
                        .execute())
                .retryWhen(RACES)
                .then();
    }

    /** Removes the documents that say nothing any more. */
    Mono<Void> removeForgotten(Instant now) {
        return forgotten.removeUpTo(now.minus(KEPT).toEpochMilli());
    }

    /**
     * Something that failures count against.
     *
     * @param account the id of the account's own counter, for all that are forgotten with it
     */
    record Counter(String id, GuessLimit limit, Optional<String> account) {}
}
