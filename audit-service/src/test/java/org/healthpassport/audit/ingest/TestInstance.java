package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.lease.MongoLeaseStore;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.own.MongoOwnEntries;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.audit.signing.LastSignedFile;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;

/** An instance of the service, as far as it writes the log, without Spring. */
final class TestInstance implements AutoCloseable {
    /** Makes an entry of a record that holds the id of an event. */
    static final EntryFunctions SAMPLES = new EntryFunctions(
            TestInstance::sample,
            (gap, noticedAt) -> TestLog.entry("gap-" + gap.partition() + "-" + gap.expected() + "-" + gap.found()));

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    final MeterRegistry metrics = new SimpleMeterRegistry();
    final OwnEntries ownEntries;
    final CheckpointSigner signer;
    final TestLog log;
    private final IngestionLifecycle lifecycle;

    TestInstance(
            String name,
            String bootstrapServers,
            MongoDatabase database,
            SigningKey key,
            Path keys,
            Duration patience,
            EntryFunctions entries) {
        Clock clock = Clock.systemUTC();
        log = new TestLog(database);
        ownEntries = new MongoOwnEntries(
                database,
                new AuditKeys(
                        database,
                        KeyFolder.openOrCreate(keys, Set.of(KeyPurpose.AUDIT), purpose -> false),
                        Ticker.systemTicker()),
                clock);
        signer = new CheckpointSigner(
                () -> key,
                log.checkpoints,
                new LastSignedFile(keys, () -> LogInUse.FIRST),
                log.files,
                System::nanoTime);
        WriterElection election = new WriterElection(name, new MongoLeaseStore(database), patience, System::nanoTime);
        KafkaSources sources = new KafkaSources(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), entries, metrics, clock, LOOK_EVERY);
        LogWriter writer = new LogWriter(log.store, log.files);
        lifecycle = new IngestionLifecycle(new Ingestion(
                election,
                new SharedProgress(database, System::nanoTime),
                sources,
                ownEntries,
                writer,
                signer,
                clock,
                metrics));
        lifecycle.start();
    }

    private static IdentifiedEntry sample(ConsumerRecord<byte[], byte[]> record) {
        return TestLog.entry(new String(record.value(), UTF_8));
    }

    @Override
    public void close() {
        lifecycle.stop();
    }
}
