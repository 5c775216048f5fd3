package org.healthpassport.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.embedded.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledBrokerTest {
    /** The duration of the default broker session alone is 9 s. */
    private static final Duration DEAD_SESSION = Duration.ofSeconds(9);

    @TempDir
    Path folder;

    @Test
    void shouldKeepAcknowledgedRecordsAndRestartBeforeTheDefaultSessionWouldEnd() throws Exception {
        // given
        int records = 500;
        try (ChildProcess process = ChildProcess.start(BrokerProcess.class, folder)) {
            EmbeddedBrokerTest.createTopic(process.firstLine());
            try (KafkaProducer<String, String> producer = EmbeddedBrokerTest.producer(process.firstLine())) {
                for (int i = 0; i < records; i++) {
                    producer.send(new ProducerRecord<>(EmbeddedBrokerTest.TOPIC, "record " + i));
                }
                producer.flush();
            }

            // when
            process.kill();
        }
        try (EmbeddedBroker broker = new EmbeddedBroker(folder)) {
            long begin = System.nanoTime();
            broker.start();
            Duration restart = Duration.ofNanos(System.nanoTime() - begin);

            // then
            assertThat(EmbeddedBrokerTest.read(broker, records))
                    .hasSize(records)
                    .endsWith("record " + (records - 1));
            assertThat(restart).isLessThan(DEAD_SESSION);
        }
    }
}
