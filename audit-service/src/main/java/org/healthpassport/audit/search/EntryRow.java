package org.healthpassport.audit.search;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.projection.LoggedEntry;

/** An entry's header as a row of the index, by the name of its members; {@code _id} is its index in the log. */
final class EntryRow {
    static final String INDEX = "_id";
    static final String TYPE = "type";
    static final String TIME = "time";
    static final String ACTION = "action";
    static final String OUTCOME = "outcome";
    static final String PATIENT = "patient";
    static final String ACTOR = "actor";

    private EntryRow() {}

    /** The row of an entry; it holds only the index if the entry cannot be read or does not fit into a row. */
    static Document of(LoggedEntry logged) {
        try {
            Document row = new Document(INDEX, logged.index());
            logged.content().ifPresent(entry -> fill(row, entry));
            return row;
        } catch (IllegalArgumentException timeBeyondDates) {
            return new Document(INDEX, logged.index());
        }
    }

    /** The index of a row that is answered. */
    static long index(Map<String, Object> item) {
        return (long) item.getOrDefault("index", -1L);
    }

    private static void fill(Document row, AuditEntry entry) {
        row.append("eventId", entry.eventId())
                .append(TYPE, entry.type())
                .append("source", entry.source())
                .append(TIME, Date.from(entry.time()))
                .append("recordedAt", Date.from(entry.recordedAt()))
                .append(ACTION, entry.action().code())
                .append(OUTCOME, entry.outcome().code())
                .append(ACTOR, entry.actor().id())
                .append("actorRole", entry.actor().role())
                .append("organization", entry.actor().organization())
                .append(PATIENT, entry.patient())
                .append("purpose", entry.purpose())
                .append("breakGlass", entry.breakGlass());
        StreamPosition stream = entry.stream();
        if (stream != null) {
            row.append("aggregate", stream.id()).append("sequence", stream.sequence());
        }
        row.values().removeIf(value -> value == null);
    }

    /**
     * The row as it is answered, with where its proof is.
     *
     * @param log the number of the log
     * @param size of the tree that the answer is about
     */
    static Map<String, Object> item(Document row, int log, long size) {
        Map<String, Object> item = new LinkedHashMap<>();
        long index = row.getLong(INDEX);
        item.put("index", index);
        item.put("readable", row.containsKey(ACTION));
        row.forEach((name, value) -> {
            if (!name.equals(INDEX)) {
                item.put(name, value instanceof Date date ? date.toInstant().toString() : value);
            }
        });
        item.put("proof", "/api/audit/proofs/inclusion?index=" + index + "&treeSize=" + size + "&log=" + log);
        return item;
    }
}
