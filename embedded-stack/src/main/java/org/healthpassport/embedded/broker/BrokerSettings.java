package org.healthpassport.embedded.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.healthpassport.embedded.Login;
import org.healthpassport.embedded.LoopbackPort;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a broker that is its own controller and the only node of its cluster.
 *
 * @param login the only one that both ports accept; null to let everybody in
 */
record BrokerSettings(
        Path log, int port, int controllerPort, @Nullable Login login) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "CLIENT";
    private static final String MECHANISM = "PLAIN";
    private static final String INTERNAL_PARTITIONS = "5";

    String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    Properties toProperties() {
        String client = CLIENT_LISTENER + "://" + bootstrapServers();
        String controller = CONTROLLER_LISTENER + "://" + LoopbackPort.HOST + ":" + controllerPort;
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + LoopbackPort.HOST + ":" + controllerPort);
        settings.setProperty("listeners", client + "," + controller);
        settings.setProperty("advertised.listeners", client);
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty("inter.broker.listener.name", CLIENT_LISTENER);
        access(settings);
        settings.setProperty("log.dirs", log.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        oneReplicaOfInternalTopics(settings);
        quickRestart(settings);
        smallFootprint(settings);
        return settings;
    }

    /** The controller's port is guarded as well, as topics and settings can be changed there, too. */
    private void access(Properties settings) {
        String protocol = login == null ? "PLAINTEXT" : "SASL_PLAINTEXT";
        settings.setProperty(
                "listener.security.protocol.map",
                CLIENT_LISTENER + ":" + protocol + "," + CONTROLLER_LISTENER + ":" + protocol);
        if (login == null) {
            return;
        }
        settings.setProperty("sasl.enabled.mechanisms", MECHANISM);
        settings.setProperty("sasl.mechanism.inter.broker.protocol", MECHANISM);
        settings.setProperty("sasl.mechanism.controller.protocol", MECHANISM);
        // "user_..." is whom the port accepts; the rest is how the broker logs in at its own controller.
        String module =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\";"
                        .formatted(login.user(), login.password());
        for (String listener : List.of(CLIENT_LISTENER, CONTROLLER_LISTENER)) {
            settings.setProperty(
                    "listener.name.%s.%s.sasl.jaas.config"
                            .formatted(listener.toLowerCase(Locale.ROOT), MECHANISM.toLowerCase(Locale.ROOT)),
                    module);
        }
    }

    private static void oneReplicaOfInternalTopics(Properties settings) {
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", INTERNAL_PARTITIONS);
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", INTERNAL_PARTITIONS);
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS);
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    private static void quickRestart(Properties settings) {
        // A killed broker's session must end before its successor may register: 9 s by default.
        settings.setProperty("broker.session.timeout.ms", "2000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        settings.setProperty("initial.broker.registration.timeout.ms", "30000");
    }

    private static void smallFootprint(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        // One controller has nobody to show that it is alive: by default it writes and syncs a record twice a second.
        settings.setProperty("metadata.max.idle.interval.ms", "30000");
        // The default of 128 MiB would be most of this JVM's heap.
        settings.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
        // Without JMX, brokers in one JVM have no names to collide over.
        settings.setProperty("metric.reporters", "");
    }
}
