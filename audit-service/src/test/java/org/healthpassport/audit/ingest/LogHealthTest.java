package org.healthpassport.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.lease.MongoLeaseStore;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.lease.WriterLease;
import org.healthpassport.audit.lease.WriterLeaseStore;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.audit.signing.LastSignedFile;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.TestMacs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class LogHealthTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @TempDir
    Path keys;

    @Test
    void shouldBeDownAndSaySoWhenTheLoopHasEndedByAnError() {
        // given: another instance is the writer, until there is no memory left to ask who is
        MongoDatabase database = DATABASE.create();
        TestLog log = new TestLog(database);
        AtomicBoolean exhausted = new AtomicBoolean();
        CheckpointSigner signer = new CheckpointSigner(
                () -> TestLog.KEY,
                log.checkpoints,
                new LastSignedFile(keys, () -> LogInUse.FIRST),
                log.files,
                System::nanoTime);
        IngestionLifecycle lifecycle = lifecycle(database, log, signer, heldByAnother(exhausted));
        LogHealth health = new LogHealth(log.committed, signer, lifecycle);
        Logger logger = (Logger) LoggerFactory.getLogger(IngestionLifecycle.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        try {
            lifecycle.start();
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            // when
            exhausted.set(true);
            await().until(() -> health.health().getStatus().equals(Status.DOWN));

            // then
            assertThat(health.health())
                    .isEqualTo(Health.down().withDetail("writing", "stopped").build());
            assertThat(logged.list).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                assertThat(event.getThrowableProxy().getClassName()).isEqualTo(OutOfMemoryError.class.getName());
            });
        } finally {
            logger.detachAppender(logged);
            logger.setAdditive(true);
            lifecycle.stop();
        }
    }

    @Test
    void shouldSayWhatToDoWhenNothingIsSignedAnyMore() throws Exception {
        // given
        MongoDatabase database = DATABASE.create();
        TestLog log = new TestLog(database).takeOver().grow(10).publish();
        database.getCollection("auditLog").deleteOne(Filters.eq("log"));
        CheckpointSigner signer = new CheckpointSigner(
                () -> TestLog.KEY,
                log.checkpoints,
                new LastSignedFile(keys, () -> LogInUse.FIRST),
                log.files,
                System::nanoTime);

        // when
        signer.sign(log.takeOver().grow(5).state());

        // then
        IngestionLifecycle lifecycle = lifecycle(database, log, signer, new MongoLeaseStore(database));
        assertThat(new LogHealth(log.committed, signer, lifecycle).health().getDetails())
                .containsEntry("signing", "stopped")
                .extractingByKey("next", InstanceOfAssertFactories.STRING)
                .contains("HEALTHPASSPORT_RESTORE_REASON", "docs/restore.md", "somebody has changed the log");
    }

    @Test
    void shouldBeDownAsLongAsThisServiceIsRefused() throws Exception {
        // given
        MongoDatabase database = DATABASE.create();
        TestLog log = new TestLog(database);
        AtomicBoolean refused = new AtomicBoolean(true);
        CheckpointSigner signer = new CheckpointSigner(
                () -> TestLog.KEY,
                log.checkpoints,
                new LastSignedFile(keys, () -> LogInUse.FIRST),
                log.files,
                System::nanoTime);
        WriterLeaseStore leases = new MongoLeaseStore(database);
        IngestionLifecycle lifecycle = lifecycle(database, log, signer, new WriterLeaseStore() {
            @Override
            public Optional<WriterLease> read() throws IOException {
                if (refused.get()) {
                    throw new SaslAuthenticationException("as if");
                }
                return leases.read();
            }

            @Override
            public boolean replace(Optional<WriterLease> expected, WriterLease next) throws IOException {
                return leases.replace(expected, next);
            }
        });
        LogHealth health = new LogHealth(log.committed, signer, lifecycle);
        try {
            // when
            lifecycle.start();

            // then
            await().untilAsserted(() -> assertThat(health.health())
                    .isEqualTo(Health.down().withDetail("writing", "refused").build()));
            refused.set(false);
            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
        } finally {
            lifecycle.stop();
        }
    }

    private static WriterLeaseStore heldByAnother(AtomicBoolean exhausted) {
        return new WriterLeaseStore() {
            @Override
            public Optional<WriterLease> read() {
                if (exhausted.get()) {
                    throw new OutOfMemoryError("as if");
                }
                return Optional.of(new WriterLease("another", 1));
            }

            @Override
            public boolean replace(Optional<WriterLease> expected, WriterLease next) {
                return false;
            }
        };
    }

    private static IngestionLifecycle lifecycle(
            MongoDatabase database, TestLog log, CheckpointSigner signer, WriterLeaseStore leases) {
        Clock clock = Clock.systemUTC();
        Map<String, Object> nobody = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        return new IngestionLifecycle(new Ingestion(
                new WriterElection("this", leases, Duration.ofDays(1), System::nanoTime),
                new SharedProgress(database, System::nanoTime),
                new KafkaSources(
                        nobody,
                        EntryFunctions.ofEvents(TestMacs.of(Service.AUDIT_SERVICE)),
                        new SimpleMeterRegistry(),
                        clock),
                new NoOwnEntries(),
                log.writer,
                signer,
                clock,
                new SimpleMeterRegistry()));
    }

    /** It never comes to that. */
    private static final class NoOwnEntries implements OwnEntries {
        @Override
        public void addAll(List<IdentifiedEntry> entries) {
            throw new AssertionError("nothing to add");
        }

        @Override
        public Waiting waiting(int atMost) {
            return Waiting.NONE;
        }

        @Override
        public void remove(Waiting logged) {
            assertThat(logged).isEqualTo(Waiting.NONE);
        }
    }
}
