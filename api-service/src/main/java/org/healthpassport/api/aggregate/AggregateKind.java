package org.healthpassport.api.aggregate;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the store has to know of one kind of aggregate.
 *
 * @param collection the MongoDB collection that holds it
 * @param resourceType what audit entries call it, such as {@code DOCUMENT}
 * @param stateType the class of its state, a record that Jackson can write and read
 * @param subjectId whose keys seal the state: a patient id or an account id
 * @param uniqueFields those of the index fields whose values no two aggregates may share
 * @param listFields those of the index fields by whose value aggregates are listed, newest first
 * @param indexFields further fields in clear, for lookups and bounds only: no other decision trusts them, and none
 *     holds PHI; one whose value is null is left out
 */
public record AggregateKind<S>(
        String collection,
        String resourceType,
        Class<S> stateType,
        Function<S, String> subjectId,
        Set<String> uniqueFields,
        Set<String> listFields,
        Function<S, Map<String, @Nullable Object>> indexFields) {

    /** A kind that is listed by its subjects only. */
    public AggregateKind(
            String collection,
            String resourceType,
            Class<S> stateType,
            Function<S, String> subjectId,
            Set<String> uniqueFields,
            Function<S, Map<String, @Nullable Object>> indexFields) {
        this(collection, resourceType, stateType, subjectId, uniqueFields, Set.of(), indexFields);
    }
}
