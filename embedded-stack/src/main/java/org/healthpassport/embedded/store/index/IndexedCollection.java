package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** A collection that narrows every query by the best index, and whose answers later writes do not change. */
public final class IndexedCollection extends H2Collection {
    private final MVMap<Object, Document> documents;

    public IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
        this.documents = documents;
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        List<Object> page = limit > 0 && orderBy != null ? page(query, orderBy, skip + limit) : null;
        if (page != null) {
            return matchDocuments(query, page, orderBy, skip, limit, batchSize, projection);
        }
        Collection<Object> candidates = isNaturalDescending(orderBy) ? null : candidates(query);
        if (candidates == null) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        // In the order of a scan, so that an index changes no answer, not even which of equals comes first.
        List<Object> positions = new ArrayList<>(candidates);
        positions.sort(documents.getKeyType()::compare);
        return matchDocuments(query, positions, orderBy, skip, limit, batchSize, projection);
    }

    /** The positions of the first documents that match, or null if no index knows that order. */
    private @Nullable List<Object> page(Document query, Document orderBy, int size) {
        EqualityConditions conditions = EqualityConditions.of(query);
        for (Index<Object> index : getIndexes()) {
            Iterator<Object> inOrder =
                    index instanceof ListIndex list ? list.inOrder(query, conditions, orderBy) : null;
            if (inOrder != null) {
                List<Object> page = new ArrayList<>();
                while (page.size() < size && inOrder.hasNext()) {
                    Object position = inOrder.next();
                    Document document = documents.get(position);
                    if (document != null && documentMatchesQuery(document, query)) {
                        page.add(position);
                    }
                }
                return page;
            }
        }
        return null;
    }

    /** The positions of all documents that may match, or null if no index knows them. */
    private @Nullable Collection<Object> candidates(Document query) {
        EqualityConditions conditions = EqualityConditions.of(query);
        List<@Nullable Object> ids = conditions.alternatives().get(getIdField());
        if (ids != null && ids.stream().noneMatch(id -> Missing.isNullOrMissing(id) || id instanceof Number)) {
            // A document's position is its _id.
            return new LinkedHashSet<Object>(
                    ids.stream().filter(documents::containsKey).toList());
        }
        Optional<IdRange> range = IdRange.of(query);
        if (range.isPresent()) {
            return range.get().positionsIn(documents);
        }
        NarrowingIndex best = null;
        for (Index<Object> index : getIndexes()) {
            if (index instanceof NarrowingIndex candidate) {
                best = narrower(best, candidate, conditions);
            } else {
                Collection<Object> positions = uniquePositions(index, query, conditions);
                if (positions != null) {
                    return positions;
                }
            }
        }
        return best == null ? null : best.positions(conditions);
    }

    private static @Nullable NarrowingIndex narrower(
            @Nullable NarrowingIndex best, NarrowingIndex candidate, EqualityConditions conditions) {
        int fixed = candidate.fieldsFixedBy(conditions);
        return fixed > (best == null ? 0 : best.fieldsFixedBy(conditions)) ? candidate : best;
    }

    private @Nullable Collection<Object> uniquePositions(
            Index<Object> index, Document query, EqualityConditions conditions) {
        Document lookup = new Document();
        for (IndexKey key : index.getKeys()) {
            List<@Nullable Object> values = conditions.alternatives().get(key.getKey());
            if (values == null || values.size() != 1 || Missing.isNullOrMissing(values.get(0))) {
                boolean byIdAlone =
                        query.keySet().equals(Set.of("_id")) && key.getKey().equals("_id");
                return byIdAlone && index.canHandle(query) ? toSet(index.getPositions(query)) : null;
            }
            lookup.put(key.getKey(), values.get(0));
        }
        return toSet(index.getPositions(lookup));
    }

    private static Set<Object> toSet(Iterable<Object> positions) {
        Set<Object> set = new LinkedHashSet<>();
        positions.forEach(set::add);
        return set;
    }

    /** With copies: the engine changes the fields of what it found in place, while the answer may still be on its way. */
    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        return super.createQueryResult(matched.stream().map(Document::clone).toList(), batchSize);
    }

    /** Kept for nobody: every write would have to change it in the file. */
    @Override
    protected void updateDataSize(int change) {}

    @Override
    protected int getDataSize() {
        return 0;
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        super.addIndex(index);
        if (index instanceof NarrowingIndex narrowing) {
            narrowing.markBuilt();
        }
    }

    @Override
    public synchronized void dropIndex(String indexName) {
        super.dropIndex(indexName);
    }

    @Override
    public synchronized int count(@Nullable Document query, int skip, int limit) {
        return super.count(query, skip, limit);
    }
}
