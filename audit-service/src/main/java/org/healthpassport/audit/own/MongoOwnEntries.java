package org.healthpassport.audit.own;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue in {@code auditOwnEntries}, one document for each waiting entry. Each is sealed with the audit keys of this service
 * and bound to its id; otherwise an attacker who controls the database could have anything signed as an entry of ours.
 */
public final class MongoOwnEntries implements OwnEntries {
    private static final Logger LOG = LoggerFactory.getLogger(MongoOwnEntries.class);
    private static final String SEALED = "sealed";
    private static final int ROOM = 10_000;
    /** An attacker's documents may be as large as MongoDB allows. */
    private static final int READ_AT_MOST_BYTES = 8 << 20;

    private static final long COUNT_NANOS = Duration.ofSeconds(1).toNanos();

    private final DurableCollection waiting;
    private final AuditKeys keys;
    private final Clock clock;
    private final int room;
    private final AtomicLong countedAt = new AtomicLong(System.nanoTime() - COUNT_NANOS);
    private final AtomicLong count = new AtomicLong();
    private volatile boolean keysBroken;

    public MongoOwnEntries(MongoDatabase database, AuditKeys keys, Clock clock) {
        this(database, keys, clock, ROOM);
    }

    /** @param room about how many entries may wait */
    MongoOwnEntries(MongoDatabase database, AuditKeys keys, Clock clock, int room) {
        this.waiting = new DurableCollection(database, "auditOwnEntries");
        this.keys = keys;
        this.clock = clock;
        this.room = room;
    }

    @Override
    public void addAll(List<IdentifiedEntry> entries) throws IOException {
        countOnceASecond();
        if (count.get() >= room) {
            throw new IOException("Expected the log to take its own entries, but " + room + " are waiting.");
        }
        SubjectKeys own = keys.own().keys();
        waiting.insertMissing(entries.stream().map(entry -> row(entry, own)).toList());
        count.addAndGet(entries.size());
    }

    private static Document row(IdentifiedEntry entry, SubjectKeys own) {
        byte[] sealed = own.seal(KeyPurpose.AUDIT, entry.entry().bytes(), associatedData(entry.id()));
        return new Document("_id", entry.id()).append(SEALED, new Binary(sealed));
    }

    @Override
    public Waiting waiting(int atMost) throws IOException {
        List<Document> rows = waiting.run(() -> rows(atMost));
        Optional<SubjectKeys> own = rows.isEmpty() ? Optional.empty() : ownKeys();
        if (own.isEmpty()) {
            return Waiting.NONE;
        }
        List<IdentifiedEntry> entries = new ArrayList<>();
        for (Document row : rows) {
            entries.add(open(row, own.get()).orElseGet(() -> refused(row)));
        }
        return new Waiting(entries, rows.stream().map(row -> row.get("_id")).toList());
    }

    @Override
    public void remove(Waiting logged) throws IOException {
        if (!logged.keys().isEmpty()) {
            waiting.run(() -> waiting.collection().deleteMany(Filters.in("_id", logged.keys())));
        }
    }

    private void countOnceASecond() throws IOException {
        long now = System.nanoTime();
        long before = countedAt.get();
        if (now - before >= COUNT_NANOS && countedAt.compareAndSet(before, now)) {
            count.set(waiting.run(() -> waiting.collection().estimatedDocumentCount()));
        }
    }

    private List<Document> rows(int atMost) {
        List<Document> rows = new ArrayList<>();
        try (MongoCursor<Document> cursor =
                waiting.find(Filters.empty()).limit(atMost).cursor()) {
            long bytes = 0;
            while (bytes < READ_AT_MOST_BYTES && cursor.hasNext()) {
                Document row = cursor.next();
                rows.add(row);
                bytes += sealed(row).length;
            }
        }
        return rows;
    }

    /** Empty if the keys cannot be used; then these entries wait, and all others are logged. */
    private Optional<SubjectKeys> ownKeys() throws IOException {
        try {
            SubjectKeys own = keys.own().keys();
            keysBroken = false;
            return Optional.of(own);
        } catch (SealBroken | IllegalArgumentException broken) {
            if (!keysBroken) {
                LOG.error(
                        "Expected the audit keys of this service to open, but they were changed; its own entries wait until the keys are restored");
            }
            keysBroken = true;
            return Optional.empty();
        }
    }

    private static Optional<IdentifiedEntry> open(Document row, SubjectKeys own) {
        if (!(row.get("_id") instanceof String id)) {
            return Optional.empty();
        }
        try {
            Entry entry = Entry.of(own.open(KeyPurpose.AUDIT, sealed(row), associatedData(id)));
            return AuditEntry.read(entry)
                    .filter(read -> read.eventId().equals(id) && read.isOurs())
                    .map(read -> new IdentifiedEntry(id, entry));
        } catch (SealBroken | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private IdentifiedEntry refused(Document row) {
        IdentifiedEntry finding =
                FindingEntries.ofRefused(String.valueOf(row.get("_id")), sealed(row), clock.instant());
        LOG.error(
                "Expected all documents in auditOwnEntries to come from this service, but one does not; the audit log records it: {}",
                finding.id());
        return finding;
    }

    private static byte[] sealed(Document row) {
        return row.get(SEALED) instanceof Binary binary ? binary.getData() : new byte[0];
    }

    private static byte[] associatedData(String id) {
        return AssociatedData.of("audit-own-entry", id);
    }
}
