package org.healthpassport.embedded.broker;

import java.nio.file.Path;
import java.util.Properties;
import org.healthpassport.embedded.LoopbackPort;

/** The settings of a broker that is its own controller and the only node of its cluster. */
record BrokerSettings(Path log, int port, int controllerPort) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "PLAINTEXT";
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
        settings.setProperty("log.dirs", log.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        oneReplicaOfInternalTopics(settings);
        quickRestart(settings);
        smallFootprint(settings);
        return settings;
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
