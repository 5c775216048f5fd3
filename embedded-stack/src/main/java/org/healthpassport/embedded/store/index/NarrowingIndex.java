package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/** A non-unique index that narrows queries; the final comparison is left to the engine. */
abstract class NarrowingIndex extends Index<Object> {
    /** Present once all documents have been added; an index without entries is not the same as one not yet built. */
    private static final byte[] BUILT = {};

    final MVMap<byte[], Object> entries;
    final List<IndexedField> fields;
    private final Object form;

    /** @param form the value that says in which form the entries are; those of another form are removed */
    NarrowingIndex(MVStore store, String map, String name, List<IndexKey> keys, boolean sparse, Object form) {
        super(name, keys, sparse);
        this.entries = store.openMap(map, new MVMap.Builder<byte[], Object>().keyType(ByteArrayDataType.INSTANCE));
        this.fields = keys.stream().map(key -> IndexedField.of(key.getKey())).toList();
        this.form = form;
        if (isEmpty()) {
            // Of another form, or of a build that did not come to its end.
            entries.clear();
        }
    }

    /** The number of leading fields that a query fixes, by which this index narrows it; 0 if it cannot. */
    abstract int fieldsFixedBy(EqualityConditions query);

    /** The positions of all documents that may match. */
    abstract Set<Object> positions(EqualityConditions query);

    /** The keys of a document's entries, in a set that compares bytes. */
    abstract Set<byte[]> entriesOf(Document document);

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        put(document, position);
    }

    void put(Document document, Object position) {
        for (byte[] key : entriesOf(document)) {
            entries.put(key, Missing.ofNullable(position));
        }
    }

    @Override
    public @Nullable Object remove(Document document) {
        Object position = null;
        for (byte[] key : entriesOf(document)) {
            position = entries.remove(key);
        }
        return position;
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Object position, MongoCollection<Object> collection) {
        replace(oldDocument, newDocument, position);
    }

    void replace(Document oldDocument, Document newDocument, Object position) {
        if (fields.stream().allMatch(field -> field.isSameIn(oldDocument, newDocument))) {
            return;
        }
        Set<byte[]> before = entriesOf(oldDocument);
        Set<byte[]> after = entriesOf(newDocument);
        for (byte[] key : before) {
            if (!after.contains(key)) {
                entries.remove(key);
            }
        }
        for (byte[] key : after) {
            if (!before.contains(key)) {
                entries.put(key, Missing.ofNullable(position));
            }
        }
    }

    @Override
    public boolean canHandle(Document query) {
        return fieldsFixedBy(EqualityConditions.of(query)) > 0;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        return positions(EqualityConditions.of(query));
    }

    /** None: a document has its position from the index on _id. */
    @Override
    public @Nullable Object getPosition(Document document) {
        return null;
    }

    /** Any document may be added. */
    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {}

    /** Any document may be changed. */
    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Object> collection) {}

    void markBuilt() {
        entries.put(BUILT, form);
    }

    @Override
    public boolean isEmpty() {
        return !form.equals(entries.get(BUILT));
    }

    @Override
    public long getCount() {
        return isEmpty() ? entries.sizeAsLong() : entries.sizeAsLong() - 1;
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    /** The database removes the map. */
    @Override
    public void drop() {}
}
