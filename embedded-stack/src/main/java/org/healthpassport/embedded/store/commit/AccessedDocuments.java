package org.healthpassport.embedded.store.commit;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.healthpassport.embedded.store.index.CanonicalHash;
import org.healthpassport.embedded.store.index.EqualityConditions;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a command may read or change, or whose absence it may notice. May include too many, never too few.
 *
 * @param namespace the collection, with its database; null for everything that the store holds
 * @param ids the hashes of their ids, two of which may share one; null for all documents of the collection
 */
public record AccessedDocuments(
        @Nullable String namespace, @Nullable Set<Long> ids) {
    private static final AccessedDocuments EVERYTHING = new AccessedDocuments(null, null);
    /** The stages of a pipeline that look at nothing but the collection that it begins with. */
    private static final Set<String> STAGES_OF_ONE_COLLECTION =
            Set.of("$match", "$group", "$sort", "$limit", "$skip", "$project", "$unwind", "$addFields", "$count");

    public static AccessedDocuments everything() {
        return EVERYTHING;
    }

    static AccessedDocuments ofCollection(String namespace) {
        return new AccessedDocuments(namespace, null);
    }

    static AccessedDocuments ofDocuments(String namespace, Collection<? extends @Nullable Object> ids) {
        Set<Long> hashes = new HashSet<>();
        ids.forEach(id -> hashes.add(CanonicalHash.inMemory(id)));
        return new AccessedDocuments(namespace, hashes);
    }

    /** The documents of a command whose first argument is the name of its collection; everything for other commands. */
    public static AccessedDocuments of(String database, String command, Document arguments) {
        if (arguments.isEmpty() || !(arguments.values().iterator().next() instanceof String collection)) {
            return EVERYTHING;
        }
        String namespace = database + "." + collection;
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "find" -> matching(namespace, arguments.get("filter"));
            case "count", "distinct" -> matching(namespace, arguments.get("query"));
            case "insert" -> inserted(namespace, listOf(arguments, "documents"));
            case "update" ->
                allOf(
                        namespace,
                        listOf(arguments, "updates").stream()
                                .map(update -> changed(namespace, update, update.get("q"), update.get("u")))
                                .toList());
            case "delete" ->
                allOf(
                        namespace,
                        listOf(arguments, "deletes").stream()
                                .map(delete -> matching(namespace, delete.get("q")))
                                .toList());
            case "findandmodify" -> changed(namespace, arguments, arguments.get("query"), arguments.get("update"));
            case "aggregate" -> staysInside(listOf(arguments, "pipeline")) ? ofCollection(namespace) : EVERYTHING;
            default -> EVERYTHING;
        };
    }

    private static boolean staysInside(List<Document> pipeline) {
        return pipeline.stream().allMatch(stage -> STAGES_OF_ONE_COLLECTION.containsAll(stage.keySet()));
    }

    private static AccessedDocuments inserted(String namespace, List<Document> documents) {
        List<Object> ids = documents.stream()
                .map(document -> document.get("_id"))
                .filter(Objects::nonNull)
                .filter(EqualityConditions::isSimple)
                .toList();
        return ids.size() == documents.size() ? ofDocuments(namespace, ids) : ofCollection(namespace);
    }

    private static AccessedDocuments changed(
            String namespace, Document statement, @Nullable Object query, @Nullable Object update) {
        // The id of a document that comes to be stands in the query, in the update, or is the engine's own.
        boolean ofUnknownId =
                Boolean.TRUE.equals(statement.get("upsert")) && (!isOfOneId(query) || mayMentionId(update));
        return ofUnknownId ? ofCollection(namespace) : matching(namespace, query);
    }

    private static boolean isOfOneId(@Nullable Object query) {
        return query instanceof Document filter
                && filter.get("_id") != null
                && EqualityConditions.isSimple(filter.get("_id"));
    }

    private static boolean mayMentionId(@Nullable Object update) {
        return !(update instanceof Document fields)
                || fields.containsKey("_id")
                || fields.values().stream()
                        .anyMatch(operator -> operator instanceof Document changes && changes.containsKey("_id"));
    }

    private static AccessedDocuments matching(String namespace, @Nullable Object query) {
        List<@Nullable Object> ids = query instanceof Document filter
                ? EqualityConditions.of(filter).alternatives().get("_id")
                : null;
        return ids == null ? ofCollection(namespace) : ofDocuments(namespace, ids);
    }

    private static AccessedDocuments allOf(String namespace, List<AccessedDocuments> statements) {
        Set<Long> all = new HashSet<>();
        for (AccessedDocuments statement : statements) {
            Set<Long> some = statement.ids();
            if (some == null) {
                return ofCollection(namespace);
            }
            all.addAll(some);
        }
        return new AccessedDocuments(namespace, all);
    }

    @SuppressWarnings("unchecked")
    private static List<Document> listOf(Document arguments, String key) {
        return List.copyOf((Collection<Document>) arguments.getOrDefault(key, List.of()));
    }
}
