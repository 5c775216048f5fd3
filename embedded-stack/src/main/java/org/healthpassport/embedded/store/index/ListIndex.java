package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A non-unique index for lists, {@code {field: 1, time: -1, _id: -1}}: gives the documents that have a value in the
 * field, newest first and from a time on, so that a page costs the same however long the list is.
 *
 * <p>An entry is {@code hash(value) time _id -> position}, in the order of the list. A document without a time comes
 * last, as in MongoDB. If a time or an {@code _id} has a type whose place among the others is not known here, the lists
 * with that document are not served in order.
 */
public final class ListIndex extends NarrowingIndex {
    private static final String FORM = "1";

    private static final byte WITHOUT_TIME = 0;
    private static final byte AT_A_TIME = 1;
    private static final byte ANYWHERE = 2;

    private final IndexedField field;
    private final String time;

    private ListIndex(MVStore store, String map, String name, List<IndexKey> keys) {
        super(store, map, name, keys, false, FORM);
        this.field = fields.get(0);
        this.time = keys.get(1).getKey();
    }

    /** True if these keys are those of a list. */
    public static boolean isFor(List<IndexKey> keys, boolean sparse) {
        return !sparse
                && keys.size() == 3
                && !keys.get(1).getKey().contains(".")
                && !keys.get(1).isAscending()
                && keys.get(2).getKey().equals("_id")
                && !keys.get(2).isAscending();
    }

    public static ListIndex open(MVStore store, String map, String name, List<IndexKey> keys) {
        return new ListIndex(store, map, name, keys);
    }

    /**
     * The positions of all documents that may match, in the order that was asked for; null if this index does not know
     * that order. There may be too many, never too few.
     */
    @Nullable
    Iterator<Object> inOrder(Document query, EqualityConditions conditions, Document orderBy) {
        List<@Nullable Object> values = conditions.alternatives().get(field.path());
        if (values == null || values.size() != 1 || !field.isUsable() || !isOrder(orderBy)) {
            return null;
        }
        long hash = CanonicalHash.ofValue(values.get(0));
        Iterator<?> anywhere = entries.cursor(under(hash, ANYWHERE), under(hash, (byte) (ANYWHERE + 1)), false);
        if (anywhere.hasNext()) {
            return null;
        }
        byte[] newest = newestIn(query, time)
                .map(from -> after(hash, from))
                .orElseGet(() -> under(hash, (byte) (AT_A_TIME + 1)));
        return descending(newest, under(hash, WITHOUT_TIME));
    }

    private boolean isOrder(Document orderBy) {
        return List.copyOf(orderBy.keySet()).equals(List.of(time, "_id"))
                && orderBy.values().stream()
                        .allMatch(order -> order instanceof Number number && number.intValue() == -1);
    }

    /** A time that no match is after, as far as the query tells. */
    private static Optional<Instant> newestIn(Document query, String time) {
        Optional<Instant> newest = Optional.empty();
        for (Map.Entry<String, Object> condition : query.entrySet()) {
            Optional<Instant> bound = Optional.empty();
            if (condition.getKey().equals(time)) {
                bound = newest(condition.getValue());
            } else if (condition.getValue() instanceof Collection<?> parts
                    && condition.getKey().equals("$or")) {
                bound = latestOfAll(parts, time);
            }
            if (newest.isEmpty() || bound.isPresent() && bound.get().isBefore(newest.get())) {
                newest = bound;
            }
        }
        return newest;
    }

    private static Optional<Instant> latestOfAll(Collection<?> alternatives, String time) {
        Instant latest = Instant.MIN;
        for (Object alternative : alternatives) {
            Optional<Instant> bound = alternative instanceof Document query ? newestIn(query, time) : Optional.empty();
            if (bound.isEmpty()) {
                return Optional.empty();
            }
            latest = bound.get().isAfter(latest) ? bound.get() : latest;
        }
        return alternatives.isEmpty() ? Optional.empty() : Optional.of(latest);
    }

    private static Optional<Instant> newest(@Nullable Object condition) {
        if (Missing.isNullOrMissing(condition)) {
            return Optional.of(Instant.MIN);
        }
        Object bound = condition;
        if (condition instanceof Document operators) {
            bound = operators.containsKey("$lt") ? operators.get("$lt") : operators.get("$lte");
        }
        return bound instanceof Instant at ? Optional.of(at) : Optional.empty();
    }

    private static byte[] under(long hash, byte kind) {
        return ByteBuffer.allocate(Long.BYTES + 1).putLong(hash).put(kind).array();
    }

    /** Greater than all entries of a time, in the order of the index. */
    private static byte[] after(long hash, Instant at) {
        if (at.equals(Instant.MIN)) {
            return under(hash, AT_A_TIME);
        }
        return ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(hash)
                .put(AT_A_TIME)
                .putLong(sortable(at) + 1)
                .array();
    }

    /** Ordered like the time when compared without a sign. */
    private static long sortable(Instant at) {
        return at.toEpochMilli() ^ Long.MIN_VALUE;
    }

    @Override
    Set<byte[]> entriesOf(Document document) {
        Object id = document.get("_id");
        Object at = document.getOrMissing(time);
        byte[] place;
        if (!(id instanceof String text)) {
            place = ByteBuffer.allocate(1 + 16)
                    .put(ANYWHERE)
                    .put(CanonicalHash.ofIdentity(id))
                    .array();
        } else {
            byte[] name = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(1 + Long.BYTES + name.length);
            if (at instanceof Instant instant) {
                entry.put(AT_A_TIME).putLong(sortable(instant));
            } else {
                entry.put(Missing.isNullOrMissing(at) ? WITHOUT_TIME : ANYWHERE);
            }
            place = Arrays.copyOf(entry.put(name).array(), entry.position());
        }
        Set<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (long hash : field.hashesIn(document)) {
            keys.add(ByteBuffer.allocate(Long.BYTES + place.length)
                    .putLong(hash)
                    .put(place)
                    .array());
        }
        return keys;
    }

    @Override
    int fieldsFixedBy(EqualityConditions query) {
        return field.isUsable() && query.alternatives().containsKey(field.path()) ? 1 : 0;
    }

    @Override
    Set<Object> positions(EqualityConditions query) {
        Set<Object> positions = new LinkedHashSet<>();
        for (Object value : query.alternatives().getOrDefault(field.path(), List.of())) {
            long hash = CanonicalHash.ofValue(value);
            descending(under(hash, (byte) (ANYWHERE + 1)), under(hash, WITHOUT_TIME))
                    .forEachRemaining(positions::add);
        }
        return positions;
    }

    private Iterator<Object> descending(byte[] from, byte[] to) {
        Cursor<byte[], Object> cursor = entries.cursor(from, to, true);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Object next() {
                cursor.next();
                return cursor.getValue();
            }
        };
    }
}
