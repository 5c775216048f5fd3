package org.healthpassport.embedded.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.healthpassport.embedded.DataFolder;
import org.healthpassport.embedded.DiskSpace;
import org.healthpassport.embedded.KeptPort;
import org.healthpassport.embedded.Login;
import org.healthpassport.embedded.LoopbackPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM: one node in KRaft mode, its log on disk, listening on 127.0.0.1 only. With a login, it
 * serves that user alone.
 *
 * <p>An instance is started once. Another instance on the same folder has all acknowledged records, after a clean close
 * and after the death of the process.
 *
 * <p>Kafka logs warnings at every start and stop: the loggers {@code org.apache.kafka.controller.QuorumController} and
 * {@code org.apache.kafka.clients.NetworkClient} are best set to ERROR.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String USER = "Kafka broker";
    /** Without it Kafka writes into mapped files that have no space, which the JVM reports as an internal error. */
    private static final long ROOM_BYTES = 16L << 20;

    /** Kafka's index of each partition begins with that size. */
    private static final long INDEX_BYTES = 10L << 20;

    private final Path dataFolder;
    private final int requestedPort;
    private final @Nullable Login login;
    private final Consumer<String> whenHalted;
    private final CompletableFuture<Void> halted = new CompletableFuture<>();
    private final Runnable onExit = () -> halted.complete(null);
    private @Nullable Running running;
    private boolean started;
    private volatile boolean tellHalt;

    /** A broker on a free port, with its log in the given folder, that lets everybody in: for tests. */
    public EmbeddedBroker(Path dataFolder) {
        this(dataFolder, 0);
    }

    /** The same on the given port, 0 for a free one. */
    public EmbeddedBroker(Path dataFolder, int port) {
        this(dataFolder, port, null, log::error);
    }

    /**
     * A broker on the given port, 0 for a free one.
     *
     * @param login the only one that it accepts, by SASL/PLAIN; null to let everybody in
     * @param whenHalted is called once, on a thread of its own, when a running broker has stopped by itself, with a
     *     line that says why and what to do; only a restart of the process brings it back
     */
    public EmbeddedBroker(Path dataFolder, int port, @Nullable Login login, Consumer<String> whenHalted) {
        this.login = login;
        this.whenHalted = whenHalted;
        this.dataFolder = dataFolder.toAbsolutePath();
        this.requestedPort = port;
    }

    /**
     * Starts the broker, formatting its folder the first time, and returns when it takes requests.
     *
     * @throws IllegalStateException if the port or the folder is in use, if the disk is full, or if this instance was
     *     started before
     */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("Expected a broker that was never started, but this one was");
        }
        DataFolder folder = DataFolder.take(dataFolder);
        try {
            requireRoom();
            // Kafka ends the whole process when it cannot bind, so both ports are proved free before it tries.
            LoopbackPort.Two ports = LoopbackPort.claimTwo(requestedPort, USER);
            BrokerSettings settings =
                    new BrokerSettings(dataFolder.resolve("log"), ports.first(), ports.second(), login);
            KafkaExit.divertTo(onExit);
            KafkaRaftServer server = startServer(settings);
            running = new Running(server, folder, settings);
            started = true;
            tellHalt = true;
            halted.thenRunAsync(this::tellHalt, task -> new Thread(task, "embedded-broker-halted").start());
        } finally {
            if (!started) {
                KafkaExit.release(onExit);
                folder.close();
            }
        }
    }

    private void requireRoom() {
        long usable = DiskSpace.usableBytes(dataFolder);
        if (usable < ROOM_BYTES) {
            throw full("%d MB are free, and it needs %d".formatted(usable >> 20, ROOM_BYTES >> 20), null);
        }
    }

    private KafkaRaftServer startServer(BrokerSettings settings) {
        KeptPort broker = LoopbackPort.keep(settings.port());
        KeptPort controller = LoopbackPort.keep(settings.controllerPort());
        try {
            return unlessHalted("embedded-broker-start", () -> {
                format(settings.log());
                KafkaRaftServer server =
                        new KafkaRaftServer(KafkaConfig.fromProps(settings.toProperties()), Time.SYSTEM);
                server.startup();
                return server;
            });
        } catch (RuntimeException | Error e) {
            String cause = DiskSpace.causeOf(e);
            if (cause == null) {
                cause = DiskSpace.trialWrite(dataFolder, INDEX_BYTES);
            }
            if (cause == null) {
                throw e;
            }
            throw full(cause, e);
        } finally {
            broker.close();
            controller.close();
        }
    }

    private IllegalStateException full(String cause, @Nullable Throwable failure) {
        return new IllegalStateException(
                "Expected room for the Kafka broker in %s, but the disk is full (%s); make space, then start again."
                        .formatted(dataFolder, cause),
                failure);
    }

    /** Kafka's own threads may want to end the process while others wait for them in vain. */
    private <T> T unlessHalted(String threadName, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) { // whatever it is, somebody waits for it
                        result.completeExceptionally(e);
                    }
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            CompletableFuture.anyOf(result, halted).join();
            if (!result.isDone()) {
                throw new IllegalStateException(
                        "Expected the Kafka broker to go on, but it has stopped by itself; the log says why.");
            }
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void tellHalt() {
        if (!tellHalt) {
            return;
        }
        String cause = DiskSpace.trialWrite(dataFolder, INDEX_BYTES);
        whenHalted.accept(
                cause == null
                        ? "The Kafka broker in %s has stopped by itself; the log says why. Start again."
                                .formatted(dataFolder)
                        : "The Kafka broker in %s could not write (%s) and has stopped; make space, then start again."
                                .formatted(dataFolder, cause));
    }

    private static void format(Path log) {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(log);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setHasDynamicQuorum(false)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // declared so by Formatter.run
            throw new IllegalStateException("Expected to prepare " + log + " for Kafka, but could not", e);
        }
    }

    /**
     * The address for clients, {@code 127.0.0.1:port}.
     *
     * @throws IllegalStateException unless the broker is running
     */
    public synchronized String bootstrapServers() {
        return settings().bootstrapServers();
    }

    /** The address at which Kafka's tools would reach the controller; no client needs it. */
    synchronized String bootstrapControllers() {
        return LoopbackPort.HOST + ":" + settings().controllerPort();
    }

    private BrokerSettings settings() {
        if (running == null) {
            throw new IllegalStateException("Expected a running broker, but it is not started or already closed");
        }
        return running.settings();
    }

    /** Stops the broker and gives folder and ports back; nothing happens when it is not running. */
    @Override
    public synchronized void close() {
        if (running == null) {
            return;
        }
        tellHalt = false;
        try (DataFolder folder = running.folder()) {
            // A broker that has stopped by itself would wait for threads of its own that never end.
            if (!halted.isDone()) {
                stop(running.server());
            }
        } finally {
            KafkaExit.release(onExit);
            running = null;
        }
    }

    private void stop(KafkaRaftServer server) {
        try {
            unlessHalted("embedded-broker-stop", () -> {
                server.shutdown();
                server.awaitShutdown();
                return server;
            });
        } catch (RuntimeException e) {
            if (!halted.isDone()) {
                throw e;
            }
            log.warn("Expected the Kafka broker to stop in order, but it could not write; the next start repairs that");
        }
    }

    private record Running(KafkaRaftServer server, DataFolder folder, BrokerSettings settings) {}
}
