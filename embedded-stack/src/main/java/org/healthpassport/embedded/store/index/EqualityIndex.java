package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A non-unique index that finds documents by equality of its leading fields, and leaves sorting, ranges and the final
 * comparison to the engine: it may return too many positions, never too few.
 *
 * <p>An entry is {@code hash(field 1) .. hash(field n) identity(_id) -> position}. Arrays have an entry for each element
 * where they are in the first field; elsewhere they count as {@link IndexedField#ANYTHING}, which every lookup includes,
 * so that the number of entries never multiplies.
 */
public final class EqualityIndex extends NarrowingIndex {
    private static final boolean FORM = true;
    private static final int MAX_LOOKUPS = 1024;

    private EqualityIndex(MVStore store, String map, String name, List<IndexKey> keys, boolean sparse) {
        super(store, map, name, keys, sparse, FORM);
    }

    public static EqualityIndex open(MVStore store, String map, String name, List<IndexKey> keys, boolean sparse) {
        return new EqualityIndex(store, map, name, keys, sparse);
    }

    @Override
    int fieldsFixedBy(EqualityConditions query) {
        int fixed = 0;
        long lookups = 1;
        boolean anyNotNull = false;
        for (IndexedField field : fields) {
            List<@Nullable Object> values = query.alternatives().get(field.path());
            if (values == null || !field.isUsable()) {
                break;
            }
            lookups *= fixed == 0 ? values.size() : values.size() + 1L;
            if (fixed > 0 && lookups > MAX_LOOKUPS) {
                break;
            }
            anyNotNull |= values.stream().noneMatch(Missing::isNullOrMissing);
            fixed++;
        }
        return isSparse() && !anyNotNull ? 0 : fixed;
    }

    @Override
    Set<Object> positions(EqualityConditions query) {
        int fixed = fieldsFixedBy(query);
        Set<Object> positions = new LinkedHashSet<>();
        collectPositions(query, fixed, 0, ByteBuffer.allocate(fixed * Long.BYTES), positions);
        return positions;
    }

    private void collectPositions(
            EqualityConditions query, int fixed, int field, ByteBuffer prefix, Set<Object> positions) {
        if (field == fixed) {
            addAllUnder(prefix.array(), positions);
            return;
        }
        Set<Long> hashes = new LinkedHashSet<>();
        for (Object value : query.alternatives().getOrDefault(fields.get(field).path(), List.of())) {
            hashes.add(CanonicalHash.ofValue(value));
        }
        if (field > 0) {
            hashes.add(IndexedField.ANYTHING);
        }
        for (long hash : hashes) {
            prefix.putLong(field * Long.BYTES, hash);
            collectPositions(query, fixed, field + 1, prefix, positions);
        }
    }

    private void addAllUnder(byte[] prefix, Set<Object> positions) {
        Cursor<byte[], Object> cursor = entries.cursor(prefix);
        while (cursor.hasNext()) {
            byte[] key = cursor.next();
            if (!Arrays.equals(key, 0, Math.min(key.length, prefix.length), prefix, 0, prefix.length)) {
                return;
            }
            positions.add(cursor.getValue());
        }
    }

    @Override
    Set<byte[]> entriesOf(Document document) {
        long[] hashes = new long[fields.size()];
        Set<Long> leading = fields.get(0).hashesIn(document);
        boolean allNull = leading.equals(Set.of(IndexedField.NULL));
        for (int i = 1; i < hashes.length; i++) {
            Set<Long> values = fields.get(i).hashesIn(document);
            hashes[i] = values.size() == 1 ? values.iterator().next() : IndexedField.ANYTHING;
            allNull &= hashes[i] == IndexedField.NULL;
        }
        Set<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        if (isSparse() && allNull) {
            return keys;
        }
        byte[] identity = CanonicalHash.ofIdentity(document.get("_id"));
        for (long hash : leading) {
            hashes[0] = hash;
            ByteBuffer key = ByteBuffer.allocate(hashes.length * Long.BYTES + identity.length);
            key.asLongBuffer().put(hashes);
            key.position(hashes.length * Long.BYTES);
            keys.add(key.put(identity).array());
        }
        return keys;
    }
}
