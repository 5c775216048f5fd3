package org.healthpassport.audit.completeness.round;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.logged.CheckedViews;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.RestoredEntries;
import org.healthpassport.audit.completeness.logged.ViewSeal;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.mongo.MongoLogStore;
import org.healthpassport.audit.log.write.EventRows;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.vault.key.KeyedDigest;
import org.threeten.extra.MutableClock;

/** Rounds over a database, with a log in memory that takes findings at once. */
final class RoundsUnderTest implements OwnEntries {
    static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T05:26:31Z"), ZoneOffset.UTC);
    final LogInMemory log = new LogInMemory();
    final LostNumbers lost = new LostNumbers();
    final KeyedDigest key = new KeyedDigest(KeyedDigest.generateKey());
    final Generations generations;
    final MongoDatabase database;
    final LogStore positions;
    final HeadRounds rounds;
    final Projector projector;
    private final LoggedFindings findings;
    private final ViewProgress progress;
    private final List<EntryPosition> rows = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    boolean queueEmptied;

    RoundsUnderTest(MongoDatabase database) {
        this.database = database;
        positions = new MongoLogStore(database);
        DurableDatabase store = new DurableDatabase(database);
        ViewSeal seal = seal(key);
        generations = new Generations(store);
        LoggedStreams logged = new LoggedStreams(store, seal);
        findings = new LoggedFindings(store, seal);
        projector = new Projector(log, generations, List.of(logged, findings));
        progress = new ViewProgress(clock::instant, log, generations);
        rounds = new HeadRounds(
                new StoredHeads(store),
                logged,
                findings,
                new CheckedViews(log, logged, findings, seal),
                new RestoredEntries(log),
                log,
                new EventRows(positions),
                this,
                lost,
                progress,
                generations,
                new Rhythm(EVERY, 0),
                PATIENCE,
                work -> {},
                clock);
    }

    static ViewSeal seal(KeyedDigest key) {
        return new ViewSeal(() -> key);
    }

    /** One round, everything that follows from it, and the views after that. */
    void round() throws IOException {
        project();
        for (Duration waited = Duration.ZERO; waited.compareTo(EVERY) <= 0; waited = waited.plusSeconds(5)) {
            progress.sample();
            rounds.step();
            project();
            clock.add(Duration.ofSeconds(5));
        }
    }

    void project() throws IOException {
        for (int from = 0; from < rows.size(); from += 1024) {
            positions.addPositions(rows.subList(from, Math.min(rows.size(), from + 1024)));
        }
        rows.clear();
        while (projector.step()) {
            // The next step is the next part of the same work.
        }
    }

    /** The findings in the log, without those about views. */
    List<String> found() throws IOException {
        return all().stream().filter(name -> !name.startsWith("VIEW_CHANGED")).toList();
    }

    List<String> all() throws IOException {
        return findings.first(generations.current(), 1000).stream()
                .map(found -> found.finding().name())
                .toList();
    }

    /** An aggregate with as many events, all of them in the log. */
    void aggregate(String collection, String id, long events) {
        head(collection, id, events);
        for (long number = 1; number <= events; number++) {
            logged(collection + "/" + id, number);
        }
    }

    void head(String collection, String id, long last) {
        database.getCollection(collection)
                .replaceOne(
                        new Document("_id", id),
                        new Document("_id", id).append("last", last).append("changed", "2026-11-20T05:26Z"),
                        new ReplaceOptions().upsert(true));
    }

    void keys(String id) {
        database.getCollection("subjectKeys").insertOne(new Document("_id", id));
    }

    void logged(String stream, long number) {
        append(SampleEntries.inStream(stream, number).toEntry());
    }

    /** Appends an entry; its row follows before the views do. */
    void append(Entry entry) {
        String event = AuditEntry.read(entry).orElseThrow().eventId();
        rows.add(new EntryPosition(event, log.size(), entry.leafHash()));
        log.append(entry);
    }

    @Override
    public void addAll(List<IdentifiedEntry> entries) {
        for (IdentifiedEntry entry : entries) {
            if (!queueEmptied && taken.add(entry.id())) {
                append(entry.entry());
            }
        }
    }

    @Override
    public Waiting waiting(int atMost) {
        return Waiting.NONE;
    }

    @Override
    public void remove(Waiting logged) {
        throw new UnsupportedOperationException("Nothing waits here.");
    }
}
