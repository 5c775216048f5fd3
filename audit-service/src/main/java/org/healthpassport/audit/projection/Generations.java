package org.healthpassport.audit.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.max;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableDatabase;

/**
 * The current generation, the requested one, and the position of each in the log: {@code auditViews} holds
 * {@code {_id: "current", generation, requested}} and {@code {_id: generation, position}}.
 */
public final class Generations {
    private static final String COLLECTION = "auditViews";
    private static final String CURRENT = "current";
    private static final String GENERATION = "generation";
    private static final String REQUESTED = "requested";
    private static final String POSITION = "position";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final DurableDatabase store;

    public Generations(DurableDatabase store) {
        this.store = store;
    }

    /** The generation that answers queries. */
    public Generation current() throws IOException {
        return new Generation(number(CURRENT, GENERATION));
    }

    /** The generation that is to replace the current one. */
    Optional<Generation> requestedAfter(Generation current) throws IOException {
        long requested = number(CURRENT, REQUESTED);
        return requested > current.number() ? Optional.of(new Generation(requested)) : Optional.empty();
    }

    /** Requests a rebuild of all views; has no further effect if one is requested already. */
    public Generation request() throws IOException {
        Generation next = new Generation(current().number() + 1);
        store.in(COLLECTION, views -> views.collection().updateOne(eq(CURRENT), max(REQUESTED, next.number()), UPSERT));
        return next;
    }

    /** A generation that nobody has built or requested before. No instance follows the log with it. */
    Generation reserve() throws IOException {
        Document newest = store.in(
                COLLECTION,
                views ->
                        views.find(gte("_id", 0L)).sort(Sorts.descending("_id")).first());
        long built = newest == null ? 0 : newest.getLong("_id");
        // The switch to it needs this document.
        store.in(COLLECTION, views -> views.collection().updateOne(eq(CURRENT), max(REQUESTED, 0L), UPSERT));
        long known = Math.max(current().number(), number(CURRENT, REQUESTED));
        Generation next = new Generation(Math.max(built, known) + 1);
        advance(next, 0);
        return next;
    }

    /** Makes a generation the current one, unless a later one is. */
    void switchTo(Generation generation) throws IOException {
        store.in(
                COLLECTION,
                views -> views.collection()
                        .updateOne(
                                and(eq(CURRENT), or(exists(GENERATION, false), lt(GENERATION, generation.number()))),
                                Updates.set(GENERATION, generation.number())));
    }

    /** The index of the first entry that the generation does not have. */
    public long position(Generation generation) throws IOException {
        return number(generation.number(), POSITION);
    }

    void advance(Generation generation, long position) throws IOException {
        store.in(
                COLLECTION,
                views -> views.collection().updateOne(eq(generation.number()), max(POSITION, position), UPSERT));
    }

    private long number(Object id, String field) throws IOException {
        Document document = store.in(
                COLLECTION,
                views -> views.find(eq(id))
                        .projection(Projections.include(field))
                        .first());
        return document == null || document.get(field) == null ? 0 : ((Number) document.get(field)).longValue();
    }
}
