package org.healthpassport.aggregates.reseal;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.SealedVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.ReactiveBulkOperations;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Seals fields again. Each write depends on the bytes that were read, so it changes nothing that somebody else changed or
 * removed meanwhile: a document that was deleted does not come back.
 */
public final class Resealing {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int THREADS = 4;
    private static final int WAITING = 100_000;
    private static final int IDLE_SECONDS = 60;

    /** Threads of its own, as those that everybody shares may all wait for what is stored here. */
    private static final Scheduler LOOKS =
            Schedulers.newBoundedElastic(THREADS, WAITING, "key-looks", IDLE_SECONDS, true);

    private final ReactiveMongoTemplate mongo;
    private final KeyEncryptionKeys keys;

    public Resealing(ReactiveMongoTemplate mongo, KeyEncryptionKeys keys) {
        this.mongo = mongo;
        this.keys = keys;
    }

    /**
     * Completes once the newest version sealed what was just stored. Whoever stores something sealed ends with this: the
     * key may have rotated between the seal and the write, and the rotation may have looked at the document before it was
     * written.
     */
    public Mono<Void> settle(SealedCollection collection, Document stored) {
        return Mono.fromCallable(() -> collection.fieldsOf(stored).stream()
                        .filter(field -> !keys.isNewest(field.purpose(), field.sealed()))
                        .toList())
                .subscribeOn(LOOKS)
                .filter(stale -> !stale.isEmpty())
                .map(stale -> changed(stored, stale))
                .flatMap(change -> mongo.updateFirst(change.filter(), change.update(), collection.name()))
                .flatMap(written -> mongo.findById(stored.getString("_id"), Document.class, collection.name()))
                .flatMap(newer -> settle(collection, newer));
    }

    /**
     * Seals again what older versions sealed in the next documents of a collection. Blocks.
     *
     * @param after the id of the last document before them; null to begin
     * @param versions of the keys that rotate; fields of other purposes stay as they are
     */
    public Slice slice(
            SealedCollection collection, @Nullable String after, int limit, Map<KeyPurpose, KeyVersions> versions) {
        Query next = (after == null ? new Query() : query(where("_id").gt(after)))
                .with(Sort.by("_id"))
                .limit(limit);
        collection.needed().forEach(next.fields()::include);
        List<Document> found = mongo.find(next, Document.class, collection.name())
                .collectList()
                .blockOptional(WITHIN)
                .orElseThrow();
        List<Change> changes = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Document stored : found) {
            try {
                List<SealedField> stale = stale(collection, stored, versions);
                if (!stale.isEmpty()) {
                    changes.add(changed(stored, stale));
                }
            } catch (SealBroken broken) {
                unreadable.add(stored.getString("_id"));
            }
        }
        String last = found.isEmpty() ? null : found.get(found.size() - 1).getString("_id");
        int resealed = write(collection, changes);
        return new Slice(
                found.size(),
                changes.size(),
                resealed,
                collection.isDerived() ? List.of() : List.copyOf(unreadable),
                last);
    }

    private static List<SealedField> stale(
            SealedCollection collection, Document stored, Map<KeyPurpose, KeyVersions> versions) {
        try {
            return collection.fieldsOf(stored).stream()
                    .filter(field -> isStale(field, versions))
                    .toList();
        } catch (RuntimeException malformed) { // nobody knows what it needs
            throw new SealBroken("Expected a document with sealed fields, but it is another.", malformed);
        }
    }

    /** A version that is not in the file opens nothing any more, so nothing is lost with the older ones. */
    private static boolean isStale(SealedField field, Map<KeyPurpose, KeyVersions> versions) {
        KeyVersions known = versions.get(field.purpose());
        OptionalInt version = SealedVersion.of(field.sealed());
        return known != null && version.isPresent() && known.older().contains(version.getAsInt());
    }

    private Change changed(Document stored, List<SealedField> stale) {
        Criteria filter = where("_id").is(stored.getString("_id"));
        Update update = new Update();
        for (SealedField field : stale) {
            filter = filter.and(field.path()).is(new Binary(field.sealed()));
            update = update.set(field.path(), new Binary(field.again().apply(keys)));
        }
        return new Change(query(filter), update);
    }

    private int write(SealedCollection collection, List<Change> changes) {
        if (changes.isEmpty()) {
            return 0;
        }
        ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.UNORDERED, collection.name());
        changes.forEach(change -> writes.updateOne(change.filter(), change.update()));
        return writes.execute().blockOptional(WITHIN).orElseThrow().getMatchedCount();
    }

    private record Change(Query filter, Update update) {}
}
