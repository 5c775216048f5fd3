package org.healthpassport.aggregates;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes one kind of aggregate to the store.
 *
 * @param collection the MongoDB collection that holds it
 * @param resourceType its name in audit entries, such as {@code DOCUMENT}
 * @param stateType the class of its state, a record that Jackson can write and read
 * @param subjectId the patient or account whose keys seal the state
 * @param uniqueFields index fields whose values are unique
 * @param listFields index fields by whose value aggregates are listed, newest first
 * @param indexFields further fields of a state at a version. Those in clear are for look-ups and limits only: no other
 *     decision trusts them, and none holds PHI; a field that is sealed must be bound to the version. A null value is
 *     left out. A field that a later release adds is absent from what was stored before, until its next change
 * @param guarded true for kinds that give somebody a right: one of them cannot be read if it is older than a version that
 *     this instance has seen, if it is gone although it was seen, or if its index fields are not those of its state, which
 *     must follow from the state alone
 * @param firstFields the index fields of a guarded kind in what was stored before the names of the fields were sealed with
 *     the state; none for a kind that is younger than that
 * @param restoration what a state becomes when the store was restored from a backup
 */
public record AggregateKind<S>(
        String collection,
        String resourceType,
        Class<S> stateType,
        Function<S, String> subjectId,
        Set<String> uniqueFields,
        Set<String> listFields,
        BiFunction<S, Long, Map<String, @Nullable Object>> indexFields,
        boolean guarded,
        Set<String> firstFields,
        Restoration<S> restoration) {

    /** A kind with a field that depends on the version. */
    public AggregateKind(
            String collection,
            String resourceType,
            Class<S> stateType,
            Function<S, String> subjectId,
            Set<String> uniqueFields,
            Set<String> listFields,
            BiFunction<S, Long, Map<String, @Nullable Object>> indexFields) {
        this(
                collection,
                resourceType,
                stateType,
                subjectId,
                uniqueFields,
                listFields,
                indexFields,
                false,
                Set.of(),
                Restoration.none());
    }

    /** A kind whose fields in clear do not depend on the version. */
    public AggregateKind(
            String collection,
            String resourceType,
            Class<S> stateType,
            Function<S, String> subjectId,
            Set<String> uniqueFields,
            Set<String> listFields,
            Function<S, Map<String, @Nullable Object>> indexFields) {
        this(
                collection,
                resourceType,
                stateType,
                subjectId,
                uniqueFields,
                listFields,
                (state, version) -> indexFields.apply(state));
    }

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

    /** The same, {@linkplain #guarded guarded}. */
    public AggregateKind<S> withGuard(String... firstFields) {
        return new AggregateKind<>(
                collection,
                resourceType,
                stateType,
                subjectId,
                uniqueFields,
                listFields,
                indexFields,
                true,
                Set.of(firstFields),
                restoration);
    }

    /** The same, which becomes something else than it is when the store was restored from a backup. */
    public AggregateKind<S> restoredBy(Restoration<S> rules) {
        return new AggregateKind<>(
                collection,
                resourceType,
                stateType,
                subjectId,
                uniqueFields,
                listFields,
                indexFields,
                guarded,
                firstFields,
                rules);
    }

    /** The index fields of a state at a version. For a guarded kind, a field that is absent has the value null. */
    Map<String, @Nullable Object> fields(S state, long version) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        if (guarded) {
            uniqueFields.forEach(field -> fields.put(field, null));
            listFields.forEach(field -> fields.put(field, null));
        }
        fields.putAll(indexFields.apply(state, version));
        return fields;
    }
}
