package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a query requires to equal a simple value, or one of several ({@code $in}); every match of the query
 * fulfils all of them.
 */
public record EqualityConditions(Map<String, List<@Nullable Object>> alternatives) {

    public static EqualityConditions of(Document query) {
        Map<String, List<@Nullable Object>> alternatives = new LinkedHashMap<>();
        collect(query, alternatives);
        return new EqualityConditions(alternatives);
    }

    private static void collect(Document query, Map<String, List<@Nullable Object>> alternatives) {
        for (Map.Entry<String, Object> condition : query.entrySet()) {
            if (condition.getKey().equals("$and") && condition.getValue() instanceof Collection<?> all) {
                for (Object each : all) {
                    if (each instanceof Document conjunct) {
                        collect(conjunct, alternatives);
                    }
                }
            } else if (!condition.getKey().startsWith("$")) {
                List<@Nullable Object> values = valuesOf(condition.getValue());
                if (values != null) {
                    alternatives.putIfAbsent(condition.getKey(), values);
                }
            }
        }
    }

    private static @Nullable List<@Nullable Object> valuesOf(@Nullable Object condition) {
        if (!(condition instanceof Document operators)) {
            return simple(condition);
        }
        if (operators.containsKey("$eq")) {
            return simple(operators.get("$eq"));
        }
        if (operators.get("$in") instanceof Collection<?> in && in.stream().allMatch(EqualityConditions::isSimple)) {
            return new ArrayList<>(in);
        }
        return null;
    }

    private static @Nullable List<@Nullable Object> simple(@Nullable Object value) {
        if (!isSimple(value)) {
            return null;
        }
        List<@Nullable Object> single = new ArrayList<>(1);
        single.add(value);
        return single;
    }

    /** True if only values with the same {@linkplain CanonicalHash hash} equal it; false for arrays and documents. */
    public static boolean isSimple(@Nullable Object value) {
        return Missing.isNullOrMissing(value)
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof ObjectId
                || value instanceof UUID
                || value instanceof BinData;
    }
}
