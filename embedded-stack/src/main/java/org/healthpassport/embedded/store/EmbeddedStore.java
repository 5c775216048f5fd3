package org.healthpassport.embedded.store;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.h2.mvstore.MVStoreException;
import org.healthpassport.embedded.DataFolder;
import org.healthpassport.embedded.DiskSpace;
import org.healthpassport.embedded.KeptPort;
import org.healthpassport.embedded.Login;
import org.healthpassport.embedded.LoopbackPort;
import org.healthpassport.embedded.store.commit.GroupCommit;
import org.healthpassport.embedded.store.commit.StoreFile;
import org.healthpassport.embedded.store.disk.BallastFile;
import org.healthpassport.embedded.store.disk.FreeSpaceGuard;
import org.healthpassport.embedded.store.disk.RetryingFilePath;
import org.healthpassport.embedded.store.login.StoreAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in this JVM that speaks MongoDB's protocol and keeps its data in one file, listening on 127.0.0.1 only. With
 * a login, it serves that user alone.
 *
 * <p>A write is on the disk when it is answered, and so is every write that an answer to a read shows. Sessions and
 * transactions are not supported. An instance is started once; another one on the same folder finds the same data.
 *
 * <p>The engine logs whole commands, and so patient data: the logger {@code de.bwaldvogel} must be OFF.
 */
public final class EmbeddedStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final String USER = "embedded store";
    /**
     * A connection's thread waits for commits, so there are enough for two connection pools of usual size: a health
     * check must not wait behind a read. Threads are created as connections come.
     */
    private static final int CONNECTION_THREADS = 256;

    private final Path dataFolder;
    private final int requestedPort;
    private final @Nullable Login login;
    private @Nullable Running running;
    private boolean started;

    /** A store on a free port, with its data in the given folder, that lets everybody in: for tests. */
    public EmbeddedStore(Path dataFolder) {
        this(dataFolder, 0);
    }

    /** The same on the given port, 0 for a free one. */
    public EmbeddedStore(Path dataFolder, int port) {
        this(dataFolder, port, null);
    }

    /**
     * A store on the given port, 0 for a free one.
     *
     * @param login the only one that it accepts, by SCRAM-SHA-256; null to let everybody in
     */
    public EmbeddedStore(Path dataFolder, int port, @Nullable Login login) {
        this.login = login;
        this.dataFolder = dataFolder.toAbsolutePath();
        this.requestedPort = port;
    }

    /**
     * Opens the data and returns when the server takes connections.
     *
     * @throws IllegalStateException if the port or the folder is in use, or if this instance was started before
     */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("Expected a store that was never started, but this one was");
        }
        DataFolder folder = DataFolder.take(dataFolder);
        KeptPort kept = null;
        try {
            int port = LoopbackPort.claim(requestedPort, USER);
            // Opening a large store takes a while.
            kept = LoopbackPort.keep(port);
            BallastFile ballast = new BallastFile(dataFolder);
            FreeSpaceGuard spaceGuard =
                    new FreeSpaceGuard(dataFolder, () -> DiskSpace.usableBytes(dataFolder), ballast);
            spaceGuard.watch();
            StoreFile file = open(ballast, spaceGuard);
            GroupCommit groupCommit = new GroupCommit(file, this::tellFailure);
            try {
                MongoServer server =
                        new MongoServer(new DurableH2Backend(file, groupCommit, spaceGuard, StoreAccess.of(login)));
                server.bind(new InetSocketAddress(LoopbackPort.HOST, port), 1, CONNECTION_THREADS);
                running = new Running(server, folder, port);
                started = true;
            } finally {
                if (!started) {
                    spaceGuard.close();
                    groupCommit.close();
                    file.close();
                }
            }
        } finally {
            if (kept != null) {
                kept.close();
            }
            if (!started) {
                folder.close();
            }
        }
    }

    private StoreFile open(BallastFile ballast, FreeSpaceGuard spaceGuard) {
        String name = dataFolder.resolve("store.mv.db").toString();
        try {
            return StoreFile.open(RetryingFilePath.name(name, ballast), spaceGuard::allowsWrites);
        } catch (MVStoreException e) {
            spaceGuard.close();
            String cause = DiskSpace.causeOf(e);
            if (cause == null) {
                throw e;
            }
            throw new IllegalStateException(
                    "Expected room for the embedded store in %s, but the disk is full (%s); make space, then start again."
                            .formatted(dataFolder, cause),
                    e);
        }
    }

    private void tellFailure(Throwable failure) {
        String full = DiskSpace.causeOf(failure);
        if (full == null) {
            log.error(
                    "The embedded store in {} could not write and is closed; find the cause, then restart it",
                    dataFolder,
                    failure);
        } else {
            log.error(
                    "The embedded store in {} could not write ({}) and is closed; make space, then restart it",
                    dataFolder,
                    full);
        }
    }

    /**
     * The connection string for one database, with the login: {@code
     * mongodb://user:password@127.0.0.1:port/database?...}.
     *
     * @throws IllegalStateException unless the store is running
     */
    public synchronized String connectionString(String database) {
        String rest = address() + "/" + database + "?retryWrites=false";
        return login == null
                ? "mongodb://" + rest
                : "mongodb://%s:%s@%s&authSource=admin&authMechanism=SCRAM-SHA-256"
                        .formatted(login.user(), login.password(), rest);
    }

    /**
     * The address for clients, {@code 127.0.0.1:port}.
     *
     * @throws IllegalStateException unless the store is running
     */
    public synchronized String address() {
        if (running == null) {
            throw new IllegalStateException("Expected a running store, but it is not started or already closed");
        }
        return LoopbackPort.HOST + ":" + running.port();
    }

    /** Finishes commands under way, stops the server and releases folder and port; does nothing when not running. */
    @Override
    public synchronized void close() {
        if (running == null) {
            return;
        }
        try (DataFolder folder = running.folder()) {
            running.server().shutdownNow();
        } finally {
            running = null;
        }
    }

    private record Running(MongoServer server, DataFolder folder, int port) {}
}
