package org.healthpassport.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Exit;
import org.healthpassport.embedded.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    /** Kafka begins with files of 10 MB for the index of each partition. */
    private static final int MORE_THAN_AN_INDEX = 11 * 1024;

    private static final int LESS_THAN_AN_INDEX = 5 * 1024;
    private static final String RECORD = "x".repeat(500_000);

    @TempDir
    Path folder;

    @Test
    void shouldSayThatItCouldNotWriteAndKeepWhatWasAcknowledged() throws Exception {
        // given
        int acknowledged;
        try (ChildProcess process =
                ChildProcess.startWithLargestFile(MORE_THAN_AN_INDEX, BrokerProcess.class, folder)) {
            EmbeddedBrokerTest.createTopic(process.firstLine());

            // when
            Future<Integer> filling = CompletableFuture.supplyAsync(() -> fill(process.firstLine()));
            List<String> output = process.linesUntilEnd();

            // then Kafka did not end the process, but we did
            assertThat(process.exitCode()).isEqualTo(BrokerProcess.HALTED);
            assertThat(output)
                    .filteredOn(line -> line.startsWith("The Kafka broker in "))
                    .singleElement()
                    .asString()
                    .contains(folder.toString(), "File too large", "make space");
            acknowledged = filling.get(60, TimeUnit.SECONDS);
        }

        // when there is room again
        try (EmbeddedBroker broker = new EmbeddedBroker(folder)) {
            broker.start();

            // then
            assertThat(acknowledged).isPositive();
            assertThat(EmbeddedBrokerTest.read(broker, acknowledged)).hasSizeGreaterThanOrEqualTo(acknowledged);
            try (KafkaProducer<String, String> producer = EmbeddedBrokerTest.producer(broker.bootstrapServers())) {
                producer.send(new ProducerRecord<>(EmbeddedBrokerTest.TOPIC, "goes on"))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoRoomToStart() throws Exception {
        // when
        try (ChildProcess process =
                ChildProcess.startWithLargestFile(LESS_THAN_AN_INDEX, BrokerProcess.class, folder)) {
            List<String> output = new ArrayList<>(List.of(process.firstLine()));
            output.addAll(process.linesUntilEnd());

            // then
            assertThat(process.exitCode()).isEqualTo(BrokerProcess.HALTED);
            assertThat(output)
                    .last()
                    .asString()
                    .startsWith("Expected room for the Kafka broker in " + folder)
                    .contains("File too large", "make space");
        }
    }

    @Test
    void shouldTellTheBrokerInsteadOfEndingTheProcess() {
        // given
        List<String> told = new ArrayList<>();
        Runnable broker = () -> {
            told.add("told");
            throw new IllegalStateException("instead of waiting for good");
        };

        // when
        KafkaExit.divertTo(broker);
        assertThatThrownBy(() -> Exit.exit(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Exit.halt(1)).isInstanceOf(IllegalStateException.class);

        // then
        assertThat(told).hasSize(2);
        KafkaExit.release(broker);
    }

    /** Sends one after the other until the broker takes no more; returns how many it has acknowledged. */
    private static int fill(String bootstrapServers) {
        int acknowledged = 0;
        KafkaProducer<String, String> producer = EmbeddedBrokerTest.producer(bootstrapServers);
        try {
            for (int i = 0; i < 40; i++) {
                producer.send(new ProducerRecord<>(EmbeddedBrokerTest.TOPIC, RECORD))
                        .get(2, TimeUnit.SECONDS);
                acknowledged++;
            }
        } catch (ExecutionException | TimeoutException full) {
            // As expected.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            producer.close(Duration.ZERO);
        }
        return acknowledged;
    }
}
