package org.healthpassport.api.access.log;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.AuditKeyRing;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Event;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.Service;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.kafka.TestMacs;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real access log with real keys whose batches stay in memory, so that a test of what is recorded needs neither a
 * broker nor the whole service. Its clock stands still until a test moves it.
 */
public final class RecordedInMemory implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Ids ids = new Ids();
    private final Keys keys = Keys.SHARED;
    private final AccessLog accessLog;
    private volatile boolean refusing;
    private volatile Instant now = Instant.parse("2026-11-23T05:26:30Z");

    public RecordedInMemory() {
        AccessWriter writer = new AccessWriter(this::insert, TestMacs.of(Service.API_SERVICE), ids);
        accessLog = new AccessLog(writer, keys.context.getBean(Stamps.class), ids, new StandingClock());
    }

    public AccessLog accessLog() {
        return accessLog;
    }

    /** A patient with keys. */
    public String newPatient() {
        String patientId = ids.next();
        keys.context.getBean(SubjectKeyRing.class).create(patientId).block(WITHIN);
        return patientId;
    }

    /** All events so far, in the order of their inserts. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** From now on nothing can be recorded, or everything again. */
    public void refuse(boolean everything) {
        refusing = everything;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** The sealed detail of an event. */
    public JsonNode detail(Event event) {
        AuditStamp stamp = event.stamp();
        AuditKeyDocument stored = AuditKeyDocument.read(
                stored(Criteria.where(AuditKeyDocument.PSEUDONYM).is(stamp.getKeyId())),
                bytes -> ((Binary) bytes).getData());
        return JsonMapper.shared()
                .readTree(new SealedDetail(
                                PayloadBytes.of(stamp.getSealedDetail()), PayloadBytes.of(stamp.getCommitment()))
                        .open(stored.unwrap(keys.context.getBean(KeyEncryptionKeys.class)), event.id()));
    }

    /** The pseudonym of a patient or account, or of the service itself. */
    public String pseudonym(String subjectId) {
        return stored(Criteria.where("_id").is(subjectId)).getString(AuditKeyDocument.PSEUDONYM);
    }

    private Document stored(Criteria which) {
        return keys.context
                .getBean(ReactiveMongoTemplate.class)
                .findOne(Query.query(which), Document.class, AuditKeyDocument.COLLECTION)
                .block(WITHIN);
    }

    private Mono<Void> insert(Producer after, List<PendingEvent> batch) {
        return Mono.fromRunnable(() -> {
            if (refusing) {
                throw new IllegalStateException("refused");
            }
            batch.stream().map(PendingEvent::event).forEach(events::add);
        });
    }

    @Override
    public void close() {
        accessLog.close();
    }

    private final class StandingClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Expected nobody to ask for the time of a zone");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** The keys of patients and accounts, in a real store that all tests of this JVM share. */
    private static final class Keys {
        private static final Keys SHARED = new Keys();

        private final Path folder;
        private final EmbeddedStore store;
        private final MongoClient client;
        private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

        private Keys() {
            try {
                folder = Files.createTempDirectory("recorded-in-memory");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            store = new EmbeddedStore(folder.resolve("store"));
            store.start();
            client = MongoClients.create(store.connectionString("keys"));
            context.registerBean(ReactiveMongoTemplate.class, () -> new ReactiveMongoTemplate(client, "keys"));
            context.registerBean(
                    KeyEncryptionKeys.class,
                    () -> KeyFolder.openOrCreate(
                            folder.resolve("keys"),
                            Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR, KeyPurpose.AUDIT),
                            purpose -> false));
            context.registerBean(
                    UnreadableAlarm.class, () -> new UnreadableAlarm(new SimpleMeterRegistry(), Clock.systemUTC()));
            context.register(AuditKeyRing.class, SubjectKeyRing.class, Stamps.class);
            context.refresh();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }

        private void close() {
            context.close();
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
