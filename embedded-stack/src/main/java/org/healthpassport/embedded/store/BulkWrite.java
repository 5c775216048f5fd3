package org.healthpassport.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes bulk writes end and count as MongoDB's do; the engine runs on after an error and counts what failed. */
final class BulkWrite {
    private BulkWrite() {}

    /** Runs a command, statement by statement where the engine would not stop at the first error. */
    static Document run(String command, Document query, UnaryOperator<Document> engine) {
        return switch (command) {
            case "insert" -> insert(query, engine);
            case "update" -> update(query, engine);
            default -> engine.apply(query);
        };
    }

    private static Document insert(Document query, UnaryOperator<Document> engine) {
        int documents = listOf(query, "documents").size();
        Document answer = engine.apply(query);
        List<Document> errors = errorsOf(answer);
        if (!errors.isEmpty()) {
            answer.put("n", isOrdered(query) ? errors.get(0).get("index") : documents - errors.size());
        }
        return answer;
    }

    private static Document update(Document query, UnaryOperator<Document> engine) {
        List<Document> updates = listOf(query, "updates");
        if (!isOrdered(query) || updates.size() == 1) {
            return engine.apply(query);
        }
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = List.of();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document statement = query.clone();
            statement.put("updates", List.of(updates.get(i)));
            Document answer = engine.apply(statement);
            matched += count(answer, "n");
            modified += count(answer, "nModified");
            errors = errorsOf(answer);
            for (Document entry : listOf(answer, "upserted")) {
                upserted.add(at(i, entry));
            }
            if (!errors.isEmpty()) {
                errors = List.of(at(i, errors.get(0)));
            }
        }
        Document total = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            total.put("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            total.put("writeErrors", errors);
        }
        return total.append("ok", 1.0);
    }

    private static int count(Document answer, String key) {
        return ((Number) answer.getOrDefault(key, 0)).intValue();
    }

    private static Document at(int index, Document entry) {
        entry.put("index", index);
        return entry;
    }

    private static List<Document> errorsOf(Document answer) {
        return listOf(answer, "writeErrors");
    }

    @SuppressWarnings("unchecked")
    private static List<Document> listOf(Document answer, String key) {
        return List.copyOf((Collection<Document>) answer.getOrDefault(key, List.of()));
    }

    private static boolean isOrdered(Document query) {
        return Boolean.TRUE.equals(query.getOrDefault("ordered", true));
    }
}
