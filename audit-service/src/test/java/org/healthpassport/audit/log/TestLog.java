package org.healthpassport.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.mongo.MongoCheckpointStore;
import org.healthpassport.audit.log.mongo.MongoLogStore;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.verify.LogVerifier;
import org.healthpassport.audit.verify.Verdict;

/** A log in a database, as one writer and its readers have it. */
public final class TestLog {
    public static final SourcePartition SOURCE = new SourcePartition("healthpassport.access", 0);
    public static final SigningKey KEY = SigningKey.generate("log.example/audit", SignatureType.ED25519);

    public final LogStore store;
    public final CheckpointStore checkpoints;
    public final StoredFileCache files;
    public final LogWriter writer;
    public final CommittedLog committed;
    private final AtomicLong skipped = new AtomicLong();
    private LogState state;

    public TestLog(MongoDatabase database) {
        this(database, store -> store);
    }

    /** @param wrapping the store that stands between this writer and its own store */
    public TestLog(MongoDatabase database, UnaryOperator<LogStore> wrapping) {
        store = wrapping.apply(new MongoLogStore(database));
        checkpoints = new MongoCheckpointStore(database);
        files = new StoredFileCache(store);
        writer = new LogWriter(store, files);
        committed = new CommittedLog(store, checkpoints, files, () -> System.nanoTime() + skipped.get());
    }

    public TestLog takeOver() throws Exception {
        state = writer.takeOver();
        return this;
    }

    /** Appends further sample entries up to this size. */
    public TestLog grow(int size) throws Exception {
        while (state.size() < size) {
            append(entries((int) state.size(), (int) Math.min(size, state.size() + 4096)));
        }
        return this;
    }

    /** Appends sample entries up to this size without noting their positions, which is most of the work. */
    public TestLog fill(int size) throws Exception {
        LogEdge.Growth growth = state.edge()
                .append(entries((int) state.size(), size).stream()
                        .map(IdentifiedEntry::entry)
                        .toList());
        LogState next = state.advanced(growth.edge(), Map.of());
        store.addFiles(StoredFile.of(growth));
        assertThat(store.replace(state, next)).isTrue();
        state = next;
        refresh();
        return this;
    }

    public LogState append(List<IdentifiedEntry> entries) throws Exception {
        state = writer.append(state, entries, Map.of(SOURCE, state.size() + entries.size()));
        refresh();
        return state;
    }

    /** Appends the sample entries of a range, read from just those offsets. */
    public LogState append(int from, int to) throws Exception {
        state = writer.append(state, entries(from, to), Map.of(SOURCE, (long) to));
        refresh();
        return state;
    }

    /** Lets the next look at what is committed read the store, as if time had passed. */
    public void refresh() {
        skipped.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    public LogState state() {
        return state;
    }

    public LogView view() {
        return new LogView(state, files);
    }

    /** Signs and publishes what is committed. */
    public TestLog publish() throws IOException {
        SignedNote note = KEY.sign(new Checkpoint(KEY.verifier().name(), state.size(), state.root()));
        checkpoints.publish(state.size(), checkpoints.keep(state.size(), note));
        refresh();
        return this;
    }

    /** Checks all of it as an auditor would. */
    public void verify() throws IOException {
        refresh();
        Verdict verdict = new LogVerifier(committed, KEY.verifier(), checked -> {}).verify(Optional.empty());
        assertThat(verdict.discrepancies()).isEmpty();
        assertThat(verdict.checkpoint()).map(Checkpoint::size).hasValue(committed.size());
    }

    /** The root of a log of these entries alone. */
    public static Hash root(List<IdentifiedEntry> entries) {
        return LogEdge.EMPTY
                .append(entries.stream().map(IdentifiedEntry::entry).toList())
                .edge()
                .root();
    }

    public static List<IdentifiedEntry> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestLog::entry).toList();
    }

    public static IdentifiedEntry entry(int number) {
        return entry("event-" + number);
    }

    public static IdentifiedEntry entry(String id) {
        return new IdentifiedEntry(id, Entry.of(("{\"event\":\"" + id + "\"}").getBytes(UTF_8)));
    }

    /** The ids of all committed entries, in order. */
    public List<String> ids() throws IOException {
        LogView view = committed.committed();
        return LongStream.range(0, (view.size() + 255) / 256)
                .boxed()
                .flatMap(index -> bundle(view, index).stream())
                .map(TestLog::id)
                .toList();
    }

    private static String id(Entry entry) {
        String json = new String(entry.bytes(), UTF_8);
        return AuditEntry.read(entry)
                .map(AuditEntry::eventId)
                .orElseGet(() -> json.substring("{\"event\":\"".length(), json.length() - 2));
    }

    private static List<Entry> bundle(LogView view, long index) {
        try {
            return view.bundle(index).entries();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
