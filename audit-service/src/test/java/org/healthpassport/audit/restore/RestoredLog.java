package org.healthpassport.audit.restore;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lease.MongoLeaseStore;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.log.mongo.MongoCheckpointStore;
import org.healthpassport.audit.log.mongo.MongoLogStore;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.log.write.Superseded;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projection;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.audit.signing.LastSignedFile;
import org.healthpassport.audit.signing.LogKeyFile;

/** A log with its key and its witness, whose database is saved and put back, as one machine after another has it. */
final class RestoredLog {
    static final String ORIGIN = "log.example/audit";
    static final SourcePartition SOURCE = new SourcePartition("healthpassport.access", 0);
    /** The time after which a lease counts as abandoned. */
    static final Duration PATIENCE = Duration.ofMillis(1_500);

    final MongoDatabase database;
    final Path keys;
    final Path witnesses;
    final LogStore store;
    final CheckpointStore checkpoints;
    final StoredFileCache files;
    final Generations generations;
    final Rows rows = new Rows();

    RestoredLog(MongoDatabase database, Path folder) throws IOException {
        this(database, folder, store -> store);
    }

    /** @param wrapping the store that stands between this machine and its own store */
    RestoredLog(MongoDatabase database, Path folder, UnaryOperator<LogStore> wrapping) throws IOException {
        this.database = database;
        this.keys = folder.resolve("keys");
        this.witnesses = folder.resolve("witness");
        LogKeyFile.openOrCreate(keys, ORIGIN, () -> false);
        store = wrapping.apply(new MongoLogStore(database, this::inUse));
        checkpoints = new MongoCheckpointStore(database, this::inUse);
        files = new StoredFileCache(store);
        generations = new Generations(new DurableDatabase(database));
    }

    int inUse() {
        return LogKeyFile.logInUse(keys);
    }

    SigningKey key() {
        return LogKeyFile.open(keys, ORIGIN);
    }

    /** Appends entries and signs the log, as a service does that was just started. */
    LogState grow(IdentifiedEntry... entries) throws IOException, Superseded {
        return grow(List.of(entries));
    }

    LogState grow(List<IdentifiedEntry> entries) throws IOException, Superseded {
        LogWriter writer = new LogWriter(store, files);
        LogState state = writer.takeOver();
        long read = state.offsets().getOrDefault(SOURCE, 0L) + entries.size();
        state = writer.append(state, entries, Map.of(SOURCE, read));
        signer().sign(state);
        return state;
    }

    CheckpointSigner signer() {
        return new CheckpointSigner(
                this::key, checkpoints, new LastSignedFile(witnesses, this::inUse), files, System::nanoTime);
    }

    LogView view() throws IOException {
        return new LogView(store.state(), files);
    }

    CommittedLog published(int log) {
        return new CommittedLog(store.ofLog(log), checkpoints.ofLog(log), files, System::nanoTime);
    }

    List<String> ids() throws IOException {
        return view().entries(0, view().size()).stream()
                .map(entry -> AuditEntry.parse(entry).eventId())
                .toList();
    }

    /** Starts the service as far as this step; {@link org.healthpassport.bus.ConfigurationFailure} if it refuses. */
    void start(String reason) throws Exception {
        start(reason, step -> {});
    }

    /** @param done may end the start at a step, as a crash does */
    void start(String reason, Consumer<ContinuationStep> done) throws Exception {
        LogContinuation continuation = new LogContinuation(
                keys,
                witnesses,
                ORIGIN,
                store,
                checkpoints,
                files,
                generations,
                List.of(rows),
                Clock.systemUTC(),
                done);
        WriterElection election = election();
        new RestoreStep(
                        Optional.of(reason).filter(given -> !given.isEmpty()),
                        continuation,
                        election,
                        election.takesOverWithin(),
                        () -> {})
                .attempt();
    }

    WriterElection election() {
        return new WriterElection(
                UUID.randomUUID().toString(), new MongoLeaseStore(database), PATIENCE, System::nanoTime);
    }

    Map<String, List<Document>> save() {
        Map<String, List<Document>> saved = new HashMap<>();
        for (String name : database.listCollectionNames()) {
            saved.put(name, database.getCollection(name).find().into(new ArrayList<>()));
        }
        return saved;
    }

    void putBack(Map<String, List<Document>> saved) {
        for (String name : database.listCollectionNames().into(new ArrayList<>())) {
            database.getCollection(name).deleteMany(new Document());
        }
        saved.forEach((name, documents) -> {
            if (!documents.isEmpty()) {
                database.getCollection(name).insertMany(documents);
            }
        });
    }

    /** A view that holds the ids of all entries, by generation. */
    static final class Rows implements Projection {
        private final Map<Long, Map<Long, String>> byGeneration = new HashMap<>();

        List<String> of(Generation generation) {
            Map<Long, String> found = byGeneration.getOrDefault(generation.number(), Map.of());
            return found.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public void prepare(Generation generation) {
            byGeneration.computeIfAbsent(generation.number(), any -> new HashMap<>());
        }

        @Override
        public void apply(Generation generation, List<LoggedEntry> entries) {
            Map<Long, String> found = byGeneration.computeIfAbsent(generation.number(), any -> new HashMap<>());
            entries.forEach(entry ->
                    found.put(entry.index(), entry.content().orElseThrow().eventId()));
        }

        @Override
        public void drop(Generation generation) {
            byGeneration.remove(generation.number());
        }
    }
}
