package org.healthpassport.audit.log.mongo;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFile;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.tile.LogFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in the collections {@code auditLog}, {@code auditObjects} and {@code auditEventIds}. A position's {@code _id} is its
 * index and leaf hash, so that those of several writers, and of several logs, stand side by side, found by an index on the
 * event's id. Only the state is a document for each log.
 */
public final class MongoLogStore implements LogStore {
    private static final Logger LOG = LoggerFactory.getLogger(MongoLogStore.class);

    private static final String BYTES = "bytes";
    private static final String EVENT = "event";

    private final MongoDatabase database;
    private final IntSupplier number;
    private final DurableCollection log;
    private final DurableCollection objects;
    private final DurableCollection eventIds;

    /** The store of the first log. */
    public MongoLogStore(MongoDatabase database) {
        this(database, () -> LogInUse.FIRST);
    }

    /** @param number of the log, asked each time */
    public MongoLogStore(MongoDatabase database, IntSupplier number) {
        this.database = database;
        this.number = number;
        this.log = new DurableCollection(database, "auditLog");
        this.objects = new DurableCollection(database, "auditObjects");
        this.eventIds = new DurableCollection(database, "auditEventIds");
    }

    @Override
    public void prepare() throws IOException {
        eventIds.run(() -> eventIds.collection().createIndex(Indexes.ascending(EVENT)));
    }

    @Override
    public LogStore ofLog(int other) {
        return new MongoLogStore(database, () -> other);
    }

    @Override
    public LogState state() throws IOException {
        Document stored = log.run(() -> log.find(Filters.eq(id())).first());
        return stored == null ? LogState.EMPTY : StateDocument.read(stored);
    }

    @Override
    public boolean replace(LogState expected, LogState next) throws IOException {
        Document document = StateDocument.of(id(), next);
        if (expected.epoch() == 0) {
            return log.insert(document);
        }
        return log.run(() -> log.collection()
                        .replaceOne(
                                Filters.and(
                                        Filters.eq(id()),
                                        Filters.exists(StateDocument.CLOSED, false),
                                        Filters.eq(StateDocument.EPOCH, expected.epoch()),
                                        Filters.eq(StateDocument.SIZE, expected.size())),
                                document)
                        .getMatchedCount())
                == 1;
    }

    @Override
    public void end() throws IOException {
        // With another epoch, so that a writer that has slept cannot commit, whatever it compares.
        log.run(() -> log.collection()
                .updateOne(
                        Filters.and(Filters.eq(id()), Filters.exists(StateDocument.CLOSED, false)),
                        Updates.combine(
                                Updates.inc(StateDocument.EPOCH, 1L), Updates.set(StateDocument.CLOSED, true))));
    }

    @Override
    public void addFiles(Collection<StoredFile> files) throws IOException {
        objects.insertMissing(files.stream()
                .map(file -> new Document("_id", file.key()).append(BYTES, new Binary(file.bytes())))
                .toList());
    }

    @Override
    public Optional<byte[]> file(LogFile file, Hash root) throws IOException {
        Document stored = objects.run(
                () -> objects.find(Filters.eq(StoredFile.key(file, root))).first());
        // Anything else in its place is as good as nothing.
        return stored != null && stored.get(BYTES) instanceof Binary bytes
                ? Optional.of(bytes.getData())
                : Optional.empty();
    }

    @Override
    public void addPositions(Collection<EntryPosition> positions) throws IOException {
        eventIds.insertMissing(positions.stream().map(MongoLogStore::row).toList());
    }

    @Override
    public List<EntryPosition> positions(Collection<String> ids) throws IOException {
        List<Document> stored =
                eventIds.run(() -> eventIds.find(Filters.in(EVENT, ids)).into(new ArrayList<>()));
        return stored.stream()
                .map(MongoLogStore::position)
                .flatMap(Optional::stream)
                .toList();
    }

    private String id() {
        return LogInUse.named(StateDocument.FIRST, number.getAsInt());
    }

    @Override
    public long positionCount() throws IOException {
        return eventIds.run(() -> eventIds.collection().estimatedDocumentCount());
    }

    @Override
    public List<EntryPosition> restorePositions(Collection<EntryPosition> positions) throws IOException {
        List<String> ids = positions.stream().map(MongoLogStore::id).toList();
        Set<Document> stored =
                eventIds.run(() -> eventIds.find(Filters.in("_id", ids)).into(new HashSet<>()));
        List<EntryPosition> gone = positions.stream()
                .filter(position -> !stored.contains(row(position)))
                .toList();
        if (!gone.isEmpty()) {
            List<ReplaceOneModel<Document>> writes = gone.stream()
                    .map(position -> new ReplaceOneModel<>(
                            Filters.eq(id(position)), row(position), new ReplaceOptions().upsert(true)))
                    .toList();
            eventIds.run(() -> eventIds.collection().bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        }
        return gone;
    }

    private static String id(EntryPosition position) {
        return position.index() + "@" + position.leaf();
    }

    private static Document row(EntryPosition position) {
        return new Document("_id", id(position)).append(EVENT, position.eventId());
    }

    /** Empty for a row that no writer wrote: it must neither lead anywhere nor stop the log. */
    private static Optional<EntryPosition> position(Document stored) {
        try {
            String[] place = String.valueOf(stored.get("_id")).split("@", 2);
            Hash leaf = Hash.of(Base64.getDecoder().decode(place[place.length - 1]));
            long index = Long.parseLong(place[0]);
            if (index < 0) {
                throw new IllegalArgumentException("Expected an index, but it is negative");
            }
            return Optional.of(new EntryPosition(stored.getString(EVENT), index, leaf));
        } catch (IllegalArgumentException notOurs) {
            LOG.error("Expected the row of event {} to be a place in the log, but it was changed", stored.get(EVENT));
            return Optional.empty();
        }
    }
}
