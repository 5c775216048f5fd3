package org.healthpassport.audit.log.mongo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.tile.Tile;

/**
 * The committed state as a document: {@code epoch}, {@code size}, {@code root}, the partial files of that size by path, and the
 * offsets. At most 255 entries and eight tiles are in it, so that it stays below the 16 MB that a document may have.
 */
final class StateDocument {
    /** The id of the document of the first log. */
    static final String FIRST = "log";

    static final String EPOCH = "epoch";
    static final String SIZE = "size";
    /** There, and true, once the log is closed. */
    static final String CLOSED = "closed";

    private static final String ROOT = "root";
    private static final String PARTIAL = "partial";
    private static final String PATH = "path";
    private static final String BYTES = "bytes";
    private static final String OFFSETS = "offsets";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String NEXT = "next";

    private StateDocument() {}

    static Document of(String id, LogState state) {
        List<Document> partial = new ArrayList<>();
        for (Tile tile : state.edge().tree().partialTiles()) {
            partial.add(file(tile.id().path(), tile.bytes()));
        }
        Optional<EntryBundle> bundle = state.edge().partialBundle();
        bundle.ifPresent(entries -> partial.add(file(entries.id().path(), entries.bytes())));
        List<Document> offsets = new ArrayList<>();
        state.offsets()
                .forEach((source, next) -> offsets.add(new Document(TOPIC, source.topic())
                        .append(PARTITION, source.partition())
                        .append(NEXT, next)));
        return new Document("_id", id)
                .append(EPOCH, state.epoch())
                .append(SIZE, state.size())
                .append(ROOT, new Binary(state.root().bytes()))
                .append(PARTIAL, partial)
                .append(OFFSETS, offsets);
    }

    /** @throws IOException a field is missing, or the partial files do not give the root */
    static LogState read(Document document) throws IOException {
        try {
            Map<String, byte[]> partial = new HashMap<>();
            for (Document file : document.getList(PARTIAL, Document.class)) {
                partial.put(file.getString(PATH), file.get(BYTES, Binary.class).getData());
            }
            Map<SourcePartition, Long> offsets = new HashMap<>();
            for (Document offset : document.getList(OFFSETS, Document.class)) {
                offsets.put(
                        new SourcePartition(offset.getString(TOPIC), offset.getInteger(PARTITION)),
                        offset.getLong(NEXT));
            }
            LogEdge edge = LogEdge.read(document.getLong(SIZE), file -> Optional.ofNullable(partial.get(file.path())));
            if (!edge.root().equals(Hash.of(document.get(ROOT, Binary.class).getData()))) {
                throw new IOException(
                        "Expected the stored edge of the log to give its root, but it gives another one.");
            }
            return new LogState(document.getLong(EPOCH), edge, offsets);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("Expected the stored state of the log to be whole, but it is damaged.", e);
        }
    }

    private static Document file(String path, byte[] bytes) {
        return new Document(PATH, path).append(BYTES, new Binary(bytes));
    }
}
