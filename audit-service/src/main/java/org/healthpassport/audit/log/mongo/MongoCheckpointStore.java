package org.healthpassport.audit.log.mongo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.bson.Document;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.jspecify.annotations.Nullable;

/**
 * All checkpoints in {@code auditCheckpoints}, by size, and a copy of the published one in {@code auditLog}, where it is read
 * without a search. The note that closes a log is there, too.
 */
public final class MongoCheckpointStore implements CheckpointStore {
    private static final String PUBLISHED = "checkpoint";
    private static final String CLOSED = "closed";
    private static final String SIZE = "size";
    private static final String NOTE = "note";

    private final MongoDatabase database;
    private final IntSupplier number;
    private final DurableCollection log;
    private final DurableCollection checkpoints;

    /** The checkpoints of the first log. */
    public MongoCheckpointStore(MongoDatabase database) {
        this(database, () -> LogInUse.FIRST);
    }

    /** @param number of the log, asked each time */
    public MongoCheckpointStore(MongoDatabase database, IntSupplier number) {
        this.database = database;
        this.number = number;
        this.log = new DurableCollection(database, "auditLog");
        this.checkpoints = new DurableCollection(database, "auditCheckpoints");
    }

    @Override
    public CheckpointStore ofLog(int other) {
        return new MongoCheckpointStore(database, () -> other);
    }

    @Override
    public Optional<SignedNote> published() throws IOException {
        return stored(PUBLISHED);
    }

    @Override
    public Optional<SignedNote> largest(long size) throws IOException {
        int now = number.getAsInt();
        Document stored = checkpoints.run(() -> checkpoints
                // From the smallest on: the ids of other logs would come before or after all of them.
                .find(Filters.and(Filters.gte("_id", id(now, 0)), Filters.lte("_id", id(now, size))))
                .sort(Sorts.descending("_id"))
                .first());
        return stored == null ? Optional.empty() : Optional.of(note(stored));
    }

    @Override
    public SignedNote keep(long size, SignedNote checkpoint) throws IOException {
        Object id = id(number.getAsInt(), size);
        if (checkpoints.insert(new Document("_id", id).append(NOTE, checkpoint.toString()))) {
            return checkpoint;
        }
        return note(checkpoints.run(() -> checkpoints.find(Filters.eq(id)).first()));
    }

    @Override
    public void publish(long size, SignedNote checkpoint) throws IOException {
        String id = named(PUBLISHED);
        boolean replaced = log.run(() -> log.collection()
                        .updateOne(
                                Filters.and(Filters.eq(id), Filters.lt(SIZE, size)),
                                Updates.combine(Updates.set(SIZE, size), Updates.set(NOTE, checkpoint.toString())))
                        .getMatchedCount())
                == 1;
        if (!replaced) {
            // Nothing happens if it is there: then it is as large.
            log.insert(new Document("_id", id).append(SIZE, size).append(NOTE, checkpoint.toString()));
        }
    }

    @Override
    public Optional<SignedNote> closed() throws IOException {
        return stored(CLOSED);
    }

    @Override
    public void close(SignedNote note) throws IOException {
        log.insert(new Document("_id", named(CLOSED)).append(NOTE, note.toString()));
    }

    private Optional<SignedNote> stored(String name) throws IOException {
        String id = named(name);
        Document stored = log.run(() -> log.find(Filters.eq(id)).first());
        return stored == null ? Optional.empty() : Optional.of(note(stored));
    }

    private String named(String name) {
        return LogInUse.named(name, number.getAsInt());
    }

    /** Sorted by size within a log: a number for the first log, and text for the later ones. */
    private static Object id(int log, long size) {
        return log == LogInUse.FIRST ? (Object) size : String.format(Locale.ROOT, "%d/%019d", log, size);
    }

    private static SignedNote note(@Nullable Document stored) throws IOException {
        if (stored == null) {
            throw new IOException("Expected a stored checkpoint, but it is gone.");
        }
        try {
            if (stored.get(NOTE) instanceof String note) {
                return SignedNote.parse(note.getBytes(UTF_8));
            }
        } catch (NoteRefused e) {
            // As if it had none.
        }
        throw new DamagedLogFile("checkpoint " + stored.get("_id"), "is no signed note");
    }
}
