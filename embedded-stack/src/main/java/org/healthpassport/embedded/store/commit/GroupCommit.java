package org.healthpassport.embedded.store.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes durable before they are answered, many with one commit. No read shows a write that is not durable yet.
 *
 * <p>A write changes the store in memory under the read lock and then waits for the next commit, which is taken under
 * the write lock and so contains whole writes only. A read takes no lock; it waits for the commit of all writes to its
 * {@link AccessedDocuments} that began before it ended, as it may have seen them. After a failed commit nothing is
 * acknowledged any more, as memory is ahead of the disk for good.
 */
public final class GroupCommit implements AutoCloseable {
    /** The storage that commits are made in. */
    public interface Storage {
        /** Writes the changes; no write runs meanwhile. */
        void commit();

        /** Forces the committed changes to the disk; writes run meanwhile. */
        void force();

        /** Gives space back where that is due; no write runs meanwhile. */
        void tidy();
    }

    private final Storage storage;
    private final Consumer<Throwable> whenFailed;
    private final ReadWriteLock writes = new ReentrantReadWriteLock();
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition requested = monitor.newCondition();
    private final Condition committed = monitor.newCondition();
    private final Thread committer = new Thread(this::commitUntilClosed, "embedded-store-commit");

    private final UncommittedWrites begun = new UncommittedWrites();
    private long ended;
    /** All writes up to this number are on the disk. */
    private long lastCommitted;

    private boolean closed;
    private @Nullable Throwable failure;

    /** @param whenFailed is told, once, that a commit failed */
    public GroupCommit(Storage storage, Consumer<Throwable> whenFailed) {
        this.storage = storage;
        this.whenFailed = whenFailed;
        committer.setDaemon(true);
        committer.start();
    }

    /** Runs a write beside others and returns its answer once it is on the disk; so too what it throws. */
    public <T> T write(AccessedDocuments accessed, Supplier<T> command) {
        return durably(accessed, command, writes.readLock());
    }

    /** Runs a write while no other runs, and returns its answer once it is on the disk; so too what it throws. */
    public <T> T writeAlone(Supplier<T> command) {
        return durably(AccessedDocuments.everything(), command, writes.writeLock());
    }

    /**
     * Runs a read and returns its answer once everything that it may have seen is on the disk; so too what it throws.
     */
    public <T> T read(AccessedDocuments accessed, Supplier<T> command) {
        requireDurable();
        try {
            return command.get();
        } finally {
            awaitCommit(newestIn(accessed));
        }
    }

    private <T> T durably(AccessedDocuments accessed, Supplier<T> command, Lock lock) {
        requireDurable();
        long number = 0;
        try {
            lock.lock();
            try {
                number = begin(accessed);
                return command.get();
            } finally {
                // Also what failed may have changed something: it must not stay uncommitted behind later reads.
                end();
                lock.unlock();
            }
        } finally {
            // A refusal is an answer as well: it tells of what the command found.
            awaitCommit(number);
        }
    }

    /**
     * Throws if a commit has failed.
     *
     * @throws StoreFailed with the cause
     */
    public void requireDurable() {
        monitor.lock();
        try {
            if (failure != null) {
                throw new StoreFailed(failure);
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Under the lock, so that a commit finds only writes that have ended. */
    private long begin(AccessedDocuments accessed) {
        monitor.lock();
        try {
            return begun.begin(accessed);
        } finally {
            monitor.unlock();
        }
    }

    private void end() {
        monitor.lock();
        try {
            ended++;
            requested.signal();
        } finally {
            monitor.unlock();
        }
    }

    private long newestIn(AccessedDocuments accessed) {
        monitor.lock();
        try {
            return begun.newestIn(accessed);
        } finally {
            monitor.unlock();
        }
    }

    private void awaitCommit(long ticket) {
        monitor.lock();
        try {
            while (lastCommitted < ticket && failure == null) {
                committed.awaitUninterruptibly();
            }
            if (lastCommitted < ticket && failure != null) {
                throw new StoreFailed(failure);
            }
        } finally {
            monitor.unlock();
        }
    }

    private void commitUntilClosed() {
        try {
            while (awaitRequest()) {
                long covered = commit();
                acknowledge(covered);
                writes.writeLock().lock();
                try {
                    storage.tidy();
                } finally {
                    writes.writeLock().unlock();
                }
            }
        } catch (Throwable e) { // whatever it is, nobody may be left waiting for a commit that never comes
            fail(e);
        }
    }

    private boolean awaitRequest() {
        monitor.lock();
        try {
            while (ended == lastCommitted && !closed) {
                requested.awaitUninterruptibly();
            }
            return ended != lastCommitted;
        } finally {
            monitor.unlock();
        }
    }

    private long commit() {
        long covered;
        writes.writeLock().lock();
        try {
            covered = lastBegun();
            storage.commit();
        } finally {
            writes.writeLock().unlock();
        }
        storage.force();
        return covered;
    }

    private long lastBegun() {
        monitor.lock();
        try {
            return begun.newest();
        } finally {
            monitor.unlock();
        }
    }

    private void acknowledge(long covered) {
        monitor.lock();
        try {
            lastCommitted = covered;
            begun.forget(covered);
            committed.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    private void fail(Throwable e) {
        monitor.lock();
        try {
            failure = e;
            committed.signalAll();
        } finally {
            monitor.unlock();
        }
        whenFailed.accept(e);
    }

    /** Commits what is waiting and ends. */
    @Override
    public void close() {
        monitor.lock();
        try {
            closed = true;
            requested.signal();
        } finally {
            monitor.unlock();
        }
        boolean interrupted = false;
        while (committer.isAlive()) {
            try {
                committer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
