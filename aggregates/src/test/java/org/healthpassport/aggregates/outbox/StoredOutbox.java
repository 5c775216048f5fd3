package org.healthpassport.aggregates.outbox;

import static java.util.Objects.requireNonNull;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.TestMacs;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.util.FileSystemUtils;

/** A collection of its own in a real store, without a broker, for aggregates that have waiting events. */
final class StoredOutbox {
    static final EventMacs MACS = TestMacs.of(Service.API_SERVICE);
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    static final EncodedStamp STAMP = EncodedStamp.of(new AuditStamp(
            AuditAction.DELETE, 0, null, "actor", "PATIENT", null, null, false, "key", NOTHING, NOTHING));

    private final String collection = "outbox-" + UUID.randomUUID();

    ReactiveMongoTemplate mongo() {
        return Store.SHARED.mongo;
    }

    String collection() {
        return collection;
    }

    AggregateRef aggregate(String id) {
        return new AggregateRef(collection, id);
    }

    /** Saves an aggregate with events that wait. */
    List<PendingEvent> save(String id, @Nullable Lease lease, long... sequences) {
        List<PendingEvent> events = Arrays.stream(sequences)
                .mapToObj(sequence -> pending(id, sequence))
                .toList();
        Document aggregate = new Document("_id", id)
                .append(OutboxFields.MARK, OutboxFields.PENDING)
                .append(
                        OutboxFields.EVENTS,
                        events.stream().map(PendingEvent::toDocument).toList());
        if (lease != null) {
            aggregate.append(OutboxFields.LEASE, lease.toDocument());
        }
        save(aggregate);
        return events;
    }

    void save(Document aggregate) {
        mongo().save(aggregate, collection).block(WITHIN);
    }

    Document stored(String id) {
        return requireNonNull(mongo().findById(id, Document.class, collection).block(WITHIN), "Expected to find " + id);
    }

    static PendingEvent pending(String subject, long sequence) {
        return new PendingEvent(MACS.attest(new Event(
                subject + '-' + sequence,
                EventType.DOCUMENT_DELETED,
                subject,
                Instant.parse("2026-01-01T00:00:00Z"),
                "patient",
                sequence,
                "correlation",
                null,
                null,
                EventCodec.encode(new DocumentDeleted(subject, "patient", null)),
                STAMP)));
    }

    /** As a newer version of this service stores an event of a type that this one does not know. */
    static Document ofNewerVersion(String subject, long sequence) {
        return attestedAgain(
                pending(subject, sequence).toDocument().append("type", "org.healthpassport.of.the.future.v1"));
    }

    /** With the MACs that its writer would have made for it. */
    static Document attestedAgain(Document stored) {
        Document macs = new Document();
        TestMacs.ofNewerVersion(Service.API_SERVICE, PendingEvent.kept(stored).orElseThrow())
                .forEach((reader, mac) -> macs.append(reader.id(), new Binary(mac)));
        return stored.append("macs", macs);
    }

    /** Started once, for all tests of this JVM. */
    private static final class Store {
        private static final Store SHARED = new Store();

        private final Path folder;
        private final EmbeddedStore store;
        private final MongoClient client;
        private final ReactiveMongoTemplate mongo;

        private Store() {
            try {
                folder = Files.createTempDirectory("stored-outbox");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            store = new EmbeddedStore(folder.resolve("store"));
            store.start();
            client = MongoClients.create(store.connectionString("outbox"));
            mongo = new ReactiveMongoTemplate(client, "outbox");
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }

        private void close() {
            client.close();
            store.close();
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
