package org.healthpassport.embedded.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.healthpassport.embedded.DataFolder;
import org.healthpassport.embedded.LoopbackPort;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM: one node in KRaft mode, its log on disk, listening on 127.0.0.1 only.
 *
 * <p>An instance is started once. What was acknowledged is there again when another instance starts on the same
 * folder, after a clean close as after the death of the process.
 *
 * <p>Kafka warns of what belongs to every start and stop: the loggers {@code org.apache.kafka.controller.QuorumController}
 * and {@code org.apache.kafka.clients.NetworkClient} are best set to ERROR.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String USER = "Kafka broker";

    private final Path dataFolder;
    private final int requestedPort;
    private @Nullable Running running;
    private boolean started;

    /** A broker on a free port, with its log in the given folder. */
    public EmbeddedBroker(Path dataFolder) {
        this(dataFolder, 0);
    }

    /** A broker on the given port, 0 for a free one. */
    public EmbeddedBroker(Path dataFolder, int port) {
        this.dataFolder = dataFolder.toAbsolutePath();
        this.requestedPort = port;
    }

    /**
     * Starts the broker, formatting its folder the first time, and returns when it takes requests.
     *
     * @throws IllegalStateException if the port or the folder is in use, or if this instance was started before
     */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("Expected a broker that was never started, but this one was");
        }
        DataFolder folder = DataFolder.take(dataFolder);
        try {
            // Kafka ends the whole process when it cannot bind, so both ports are proved free before it tries.
            BrokerSettings settings = new BrokerSettings(
                    dataFolder.resolve("log"),
                    LoopbackPort.claim(requestedPort, USER),
                    LoopbackPort.claim(0, USER + "'s controller"));
            format(settings.log());
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings.toProperties()), Time.SYSTEM);
            server.startup();
            running = new Running(server, folder, settings.bootstrapServers());
            started = true;
        } finally {
            if (!started) {
                folder.close();
            }
        }
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
     * Where clients connect, {@code 127.0.0.1:port}.
     *
     * @throws IllegalStateException unless the broker is running
     */
    public synchronized String bootstrapServers() {
        if (running == null) {
            throw new IllegalStateException("Expected a running broker, but it is not started or already closed");
        }
        return running.bootstrapServers();
    }

    /** Stops the broker and gives folder and ports back; nothing happens when it is not running. */
    @Override
    public synchronized void close() {
        if (running == null) {
            return;
        }
        try (DataFolder folder = running.folder()) {
            running.server().shutdown();
            running.server().awaitShutdown();
        } finally {
            running = null;
        }
    }

    private record Running(KafkaRaftServer server, DataFolder folder, String bootstrapServers) {}
}
