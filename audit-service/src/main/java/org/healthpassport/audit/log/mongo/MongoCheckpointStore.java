package org.healthpassport.audit.log.mongo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * All checkpoints in {@code auditCheckpoints}, by size, and a copy of the published one in {@code auditLog}, where it is read
 * without a search.
 */
public final class MongoCheckpointStore implements CheckpointStore {
    private static final String PUBLISHED = "checkpoint";
    private static final String SIZE = "size";
    private static final String NOTE = "note";

    private final DurableCollection log;
    private final DurableCollection checkpoints;

    public MongoCheckpointStore(MongoDatabase database) {
        this.log = new DurableCollection(database, "auditLog");
        this.checkpoints = new DurableCollection(database, "auditCheckpoints");
    }

    @Override
    public Optional<SignedNote> published() throws IOException {
        Document stored = log.run(() -> log.find(Filters.eq(PUBLISHED)).first());
        return stored == null ? Optional.empty() : Optional.of(note(stored));
    }

    @Override
    public Optional<SignedNote> largest() throws IOException {
        Document stored = checkpoints.run(() -> checkpoints
                // Sizes only: a row of another kind of id would come before all of them.
                .find(Filters.gte("_id", 0L))
                .sort(Sorts.descending("_id"))
                .first());
        return stored == null ? Optional.empty() : Optional.of(note(stored));
    }

    @Override
    public SignedNote keep(long size, SignedNote checkpoint) throws IOException {
        if (checkpoints.insert(new Document("_id", size).append(NOTE, checkpoint.toString()))) {
            return checkpoint;
        }
        return note(checkpoints.run(() -> checkpoints.find(Filters.eq(size)).first()));
    }

    @Override
    public void publish(long size, SignedNote checkpoint) throws IOException {
        boolean replaced = log.run(() -> log.collection()
                        .updateOne(
                                Filters.and(Filters.eq(PUBLISHED), Filters.lt(SIZE, size)),
                                Updates.combine(Updates.set(SIZE, size), Updates.set(NOTE, checkpoint.toString())))
                        .getMatchedCount())
                == 1;
        if (!replaced) {
            // Nothing happens if it is there: then it is as large.
            log.insert(new Document("_id", PUBLISHED).append(SIZE, size).append(NOTE, checkpoint.toString()));
        }
    }

    private static SignedNote note(@Nullable Document stored) throws IOException {
        String note = stored == null ? null : stored.getString(NOTE);
        if (note == null) {
            throw new IOException("Expected a stored checkpoint, but it has no note.");
        }
        try {
            return SignedNote.parse(note.getBytes(UTF_8));
        } catch (NoteRefused e) {
            throw new IOException("Expected a stored checkpoint to be a signed note, but it is none.", e);
        }
    }
}
