package org.healthpassport.benchmarks.limit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.benchmarks.limit.ClosedLoop.Rate;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.embedded.broker.EmbeddedBroker;

/** Records of an event's size, each acknowledged before the next of the same client; producer and broker in this JVM. */
final class BrokerLimit {
    static final String SEND = "raw Kafka";
    private static final String TOPIC = "benchmark-limits";
    private static final int PARTITIONS = 3;
    /** An event with its headers, of which the sealed detail for the audit log is the largest part. */
    private static final int RECORD_BYTES = 1_200;

    private final ClosedLoop loop;

    BrokerLimit(ClosedLoop loop) {
        this.loop = loop;
    }

    Limit measure(Path folder) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder)) {
            broker.start();
            Map<String, Object> address = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            try (Admin admin = Admin.create(address)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            Map<String, Object> settings = Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    broker.bootstrapServers(),
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true);
            byte[] value = new byte[RECORD_BYTES];
            new Random(1).nextBytes(value);
            AtomicLong sent = new AtomicLong();
            try (Producer<String, byte[]> producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
                Rate sends = loop.run(
                        () -> producer.send(new ProducerRecord<>(TOPIC, "patient-" + sent.getAndIncrement(), value))
                                .get(),
                        Cpu::ofThisProcess);
                return new Limit(SEND, sends.perSecond(), "/s", sends.cpuMs());
            }
        }
    }
}
