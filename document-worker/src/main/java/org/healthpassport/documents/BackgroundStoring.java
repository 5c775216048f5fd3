package org.healthpassport.documents;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.healthpassport.bus.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores documents on threads of its own. Whoever waits for a document goes on after a few seconds while it is still
 * being stored, so that a large document or a slow store does not hold back the documents behind it.
 *
 * <p>A document that fails after that, or whose process ends, is not lost: {@code api-service} asks for it again.
 */
final class BackgroundStoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundStoring.class);
    private static final int AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    private final Duration waited;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> new Thread(work, "storing"));
    private final ConcurrentMap<String, Attempt> running = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param waited the time for which one document may hold back the others */
    BackgroundStoring(Duration waited) {
        this.waited = waited;
    }

    /** One document on its way. */
    private static final class Attempt {
        private volatile boolean unattended;
        private volatile boolean deleted;
    }

    /**
     * Stores a document; returns when that is done, or while it goes on. A document that is being stored already is left to
     * that attempt.
     *
     * @param storing stores the document and reports it
     * @param again tells if a failure that nobody waits for any more is worth another attempt
     * @param undoing removes the object again if the document is deleted meanwhile
     * @throws TransientFailure while too many others are being stored
     * @throws Exception of {@code storing}, if it failed in time
     */
    void store(String documentId, Callable<?> storing, Predicate<Exception> again, Runnable undoing) throws Exception {
        Attempt attempt = new Attempt();
        if (running.putIfAbsent(documentId, attempt) != null) {
            return;
        }
        Future<?> result = begin(documentId, () -> run(documentId, attempt, storing, again, undoing));
        try {
            result.get(waited.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException goesOn) {
            attempt.unattended = true;
            LOG.info("Document {} takes long to store; the documents behind it go on", documentId);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception failure ? failure : failed;
        }
    }

    /** Deletes the object of a document, also if the document is still being stored. */
    void delete(String documentId, Runnable deleting) {
        Attempt attempt = running.get(documentId);
        if (attempt != null) {
            attempt.deleted = true;
        }
        deleting.run();
    }

    /** Documents whose store is away are given up; they are asked for again. */
    @Override
    public void close() {
        stopping.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Future<?> begin(String documentId, Callable<?> attempt) throws InterruptedException {
        boolean begun = false;
        try {
            if (!room.tryAcquire(waited.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientFailure("Expected to store a document, but others take all threads for storing");
            }
            Future<?> result = threads.submit(attempt);
            begun = true;
            return result;
        } finally {
            if (!begun) {
                // Or it would count as being stored for ever.
                running.remove(documentId);
            }
        }
    }

    private Void run(
            String documentId, Attempt attempt, Callable<?> storing, Predicate<Exception> again, Runnable undoing)
            throws Exception {
        try {
            repeat(documentId, attempt, storing, again);
            return null;
        } finally {
            try {
                if (attempt.deleted) {
                    undoing.run();
                }
            } finally {
                running.remove(documentId);
                room.release();
            }
        }
    }

    /** As long as somebody waits, the event comes again after a failure. */
    private void repeat(String documentId, Attempt attempt, Callable<?> storing, Predicate<Exception> again)
            throws Exception {
        Duration pause = FIRST_PAUSE;
        while (!attempt.deleted) {
            try {
                storing.call();
                return;
            } catch (Exception failure) {
                if (!attempt.unattended) {
                    throw failure;
                }
                if (!again.test(failure)) {
                    LOG.warn(
                            "Expected to store document {} in the background, but it failed; api-service will ask for it again",
                            documentId,
                            failure);
                    throw failure;
                }
                LOG.debug(
                        "Expected to store document {}, but it failed; trying again in {}", documentId, pause, failure);
            }
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
