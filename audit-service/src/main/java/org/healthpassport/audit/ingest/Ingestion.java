package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lag.CatchUp;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.log.write.Superseded;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one instance. It waits until it is elected; then it reads, appends and signs until it fails or loses the lease.
 *
 * <pre>
 *   observer --lease free or unchanged for long--> writer: take over, then read, append, sign, read, append, sign, ...
 *      ^                                              |
 *      +--- another one writes | any failure, pause --+
 * </pre>
 *
 * It repairs nothing: after a failure it reads everything from the store again, as after a restart.
 */
public final class Ingestion implements Runnable {
    /** The most own entries in one batch. */
    static final int OWN_AT_MOST = 512;

    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
    private static final Duration OBSERVE_EVERY = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long MEASURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final WriterElection election;
    private final SharedProgress progress;
    private final KafkaSources sources;
    private final OwnEntries ownEntries;
    private final LogWriter writer;
    private final CheckpointSigner signer;
    private final Clock clock;
    private final Timer commits;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long size;
    private volatile boolean refused;
    private int failures;

    public Ingestion(
            WriterElection election,
            SharedProgress progress,
            KafkaSources sources,
            OwnEntries ownEntries,
            LogWriter writer,
            CheckpointSigner signer,
            Clock clock,
            MeterRegistry metrics) {
        this.election = election;
        this.progress = progress;
        this.sources = sources;
        this.ownEntries = ownEntries;
        this.writer = writer;
        this.signer = signer;
        this.clock = clock;
        commits = Timer.builder("healthpassport.audit.log.commit")
                .description("Time to append a batch")
                .register(metrics);
        Gauge.builder("healthpassport.audit.log.size", () -> size)
                .description("Committed entries when this instance was last the writer")
                .register(metrics);
        Gauge.builder("healthpassport.audit.log.lag", () -> progress.latest().lag())
                .description("Records on the bus that the log has not read yet")
                .register(metrics);
    }

    /** Runs until it is told to stop or its thread is interrupted. */
    @Override
    public void run() {
        while (isRunning()) {
            try {
                progress.read();
                if (election.acquire()) {
                    lead();
                }
                pause(OBSERVE_EVERY);
            } catch (Superseded e) {
                LOG.info("Another instance writes the audit log now");
                pause(OBSERVE_EVERY);
            } catch (IOException | RuntimeException e) {
                // Of any kind: the audit log must continue as soon as possible, and nothing else would notice.
                failed(e);
            }
        }
        giveBack();
    }

    /** Lets {@link #run} return soon. */
    public void stop() {
        stopping.countDown();
    }

    /** Tells whether Kafka or MongoDB refuses this service; an operator must change its settings then. */
    boolean isRefused() {
        return refused;
    }

    private void lead() throws IOException, Superseded {
        LogState state = writer.takeOver();
        signer.requireNotBehind(state);
        LOG.info("This instance writes the audit log, epoch {}, from entry {} on", state.epoch(), state.size());
        CatchUp catchUp = new CatchUp(progress.latest().caughtUpTo(), sources.noticedWithin());
        try (KafkaSource source = sources.open(state.offsets())) {
            long measuredAt = System.nanoTime() - MEASURE_NANOS;
            while (isRunning() && election.renew()) {
                progress.share(catchUp.progress(state.offsets()));
                if (System.nanoTime() - measuredAt >= MEASURE_NANOS) {
                    Instant asked = clock.instant();
                    source.ends().ifPresent(ends -> catchUp.noteEnds(asked, ends));
                    measuredAt = System.nanoTime();
                }
                state = round(source, state);
                succeeded();
            }
        }
    }

    private LogState round(KafkaSource source, LogState state) throws IOException, Superseded {
        Batch batch = source.read();
        OwnEntries.Waiting own = ownEntries.waiting(OWN_AT_MOST);
        List<IdentifiedEntry> entries =
                Stream.concat(batch.entries().stream(), own.entries().stream()).toList();
        if (!entries.isEmpty()) {
            mendRows(state);
        }
        long begin = System.nanoTime();
        LogState committed = writer.append(state, entries, batch.next());
        if (!entries.isEmpty()) {
            commits.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
        size = committed.size();
        ownEntries.remove(own);
        signer.sign(committed);
        return committed;
    }

    /** An event that comes again is known by its row alone. */
    private void mendRows(LogState state) throws IOException, Superseded {
        while (writer.mendRows(state)) {
            if (!isRunning()) {
                throw new IOException("Expected to compare the rows of events with the log, but the service stops.");
            }
            if (!election.renew()) {
                throw new Superseded();
            }
        }
        Optional<PutBack> found = writer.rows().found();
        if (found.isPresent()) {
            LOG.error(
                    "Expected every entry to have a row in auditEventIds, but somebody removed or changed those of entries {} to {}; they were written again",
                    found.get().from(),
                    found.get().to());
            ownEntries.add(FindingEntries.ofPutBack(found.get(), clock.instant()));
            writer.rows().told();
        }
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.info("The audit log is being written again");
        }
        failures = 0;
        refused = false;
    }

    private void failed(Exception failure) {
        if (!isRunning()) {
            LOG.debug("Stopped in the middle of a round", failure);
            return;
        }
        if (failures == 0) {
            LOG.warn(
                    "Expected to write the audit log, but it failed; trying again until it works: {}",
                    failure.toString());
        }
        LOG.debug("The audit log is not being written", failure);
        refused = Failures.kindOf(failure) == FailureKind.CONFIGURATION;
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private void giveBack() {
        try {
            if (election.isHeld()) {
                progress.shareLatest();
            }
            election.release();
        } catch (IOException e) {
            LOG.debug("The lease was not given back; another instance waits until it seems abandoned", e);
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0 && !Thread.currentThread().isInterrupted();
    }

    private void pause(Duration length) {
        try {
            stopping.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
