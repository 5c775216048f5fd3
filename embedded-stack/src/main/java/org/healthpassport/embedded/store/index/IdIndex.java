package org.healthpassport.embedded.store.index;

import static de.bwaldvogel.mongo.backend.Constants.ID_FIELD;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The index on {@code _id}. The documents themselves are sorted by it, so texts, object ids and whole numbers need no
 * second map, which every insert would have to change and every commit to write. Other ids are in a map of their own.
 */
public final class IdIndex extends AbstractUniqueIndex<Object> {
    /** Up to here every whole number is a double, by which the engine compares numbers of different types. */
    private static final long MAX_SAFE = 1L << 53;

    private final MVMap<Object, Document> documents;
    private final MVMap<KeyValue, Object> others;

    private IdIndex(
            MVMap<Object, Document> documents, MVMap<KeyValue, Object> others, String name, List<IndexKey> keys) {
        super(name, keys, false);
        this.documents = documents;
        this.others = others;
    }

    /** @param others the map of ids that documents are not found by; a file of an earlier version has all ids in it */
    public static IdIndex open(
            MVMap<Object, Document> documents, MVMap<KeyValue, Object> others, String name, List<IndexKey> keys) {
        for (Map.Entry<KeyValue, Object> id : List.copyOf(others.entrySet())) {
            if (isKeyOfDocuments(id.getValue())) {
                others.remove(id.getKey());
            }
        }
        return new IdIndex(documents, others, name, keys);
    }

    private static boolean isKeyOfDocuments(@Nullable Object id) {
        return id instanceof String
                || id instanceof ObjectId
                || id instanceof Integer
                || (id instanceof Long number && Math.abs(number) <= MAX_SAFE);
    }

    /** @param key normalized, so that all numbers are doubles */
    @Override
    protected @Nullable Object getPosition(KeyValue key) {
        Object id = key.get(0);
        if (id instanceof String || id instanceof ObjectId) {
            return documents.containsKey(id) ? id : null;
        }
        Object position = id instanceof Number number ? wholeNumber(number.doubleValue()) : null;
        return position == null ? others.get(key) : position;
    }

    /** The number as it is in its document, whose type the query does not know. */
    private @Nullable Object wholeNumber(double value) {
        long number = (long) value;
        if (number != value || Math.abs(number) > MAX_SAFE) {
            return null;
        }
        if (documents.containsKey(number)) {
            return number;
        }
        return (int) number == number && documents.containsKey((int) number) ? (Object) (int) number : null;
    }

    /** The collection has checked the id before it added the document. */
    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        if (!isKeyOfDocuments(position)) {
            super.add(document, position, collection);
        }
    }

    /** The engine refuses to change an id before it asks. */
    @Override
    public synchronized void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<Object> collection) {}

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Object position, MongoCollection<Object> collection) {}

    /** @param document one that the collection has */
    @Override
    public @Nullable Object getPosition(Document document) {
        Object id = document.get(ID_FIELD);
        return isKeyOfDocuments(id) ? id : super.getPosition(document);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Object position) {
        return others.putIfAbsent(key, Missing.ofNullable(position)) == null;
    }

    /** The collection removes the document itself afterwards. */
    @Override
    protected @Nullable Object removeDocument(KeyValue key) {
        Object position = getPosition(key);
        return isKeyOfDocuments(position) ? position : others.remove(key);
    }

    @Override
    protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
        Stream<Map.Entry<KeyValue, Object>> keys = documents.keySet().stream()
                .filter(IdIndex::isKeyOfDocuments)
                .map(id -> new SimpleImmutableEntry<>(new KeyValue(id), id));
        return Stream.concat(keys, others.entrySet().stream()).toList();
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
