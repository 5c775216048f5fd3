package org.healthpassport.bus.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.kafka.KafkaEventPublisher;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListener;

/** To resume a partition wakes the consumer up; that can hit the commit of a record that was just handled. */
class InterruptedCommitTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<Long> handled = new CopyOnWriteArrayList<>();
    private final WokenConsumer consumer = new WokenConsumer();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void shouldCommitTheRecordAfterAllInsteadOfHandlingItAgain() {
        // given
        ConcurrentMessageListenerContainer<String, byte[]> container = container();
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            for (long offset = 0; offset < 3; offset++) {
                consumer.addRecord(new ConsumerRecord<>("topic", 0, offset, "key", new byte[0]));
            }
        });

        // when
        container.start();

        // then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(consumer.committed()).isEqualTo(2));
        assertThat(handled).containsExactly(0L, 1L);
        assertThat(consumer.paused()).isEmpty();
        // Where it goes on; this consumer gives nothing twice, so that the third record does not come again.
        assertThat(consumer.position(PARTITION)).isEqualTo(2);
        container.stop();
    }

    private ConcurrentMessageListenerContainer<String, byte[]> container() {
        ContainerProperties properties = new ContainerProperties("topic");
        properties.setGroupId("group");
        properties.setAckMode(AckMode.RECORD);
        properties.setMessageListener((MessageListener<String, byte[]>) record -> handled.add(record.offset()));
        DefaultKafkaConsumerFactory<String, byte[]> consumers =
                new DefaultKafkaConsumerFactory<>(Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)) {
                    @Override
                    public Consumer<String, byte[]> createConsumer(
                            String group, String clientIdPrefix, String clientIdSuffix, Properties properties) {
                        return consumer;
                    }
                };
        ConcurrentMessageListenerContainer<String, byte[]> container =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        KafkaEventPublisher nobody = new KafkaEventPublisher(new DefaultKafkaProducerFactory<>(Map.of()));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        container.setCommonErrorHandler(new RecordErrorHandler(
                new EventSubscription("consumer", Topics.PATIENT, Set.of(), event -> {}),
                new DeadLetterWriter(nobody, metrics, Clock.systemUTC()),
                new RetriedRecords(metrics),
                Duration.ofMinutes(15),
                scheduler));
        return container;
    }

    /** Is woken up when it first commits that the second record was handled. */
    private static final class WokenConsumer extends MockConsumer<String, byte[]> {
        private boolean woken;

        WokenConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (!woken && offsets.get(PARTITION).offset() == 2) {
                woken = true;
                throw new WakeupException();
            }
            super.commitSync(offsets, timeout);
        }

        long committed() {
            OffsetAndMetadata committed = committed(Set.of(PARTITION)).get(PARTITION);
            return committed == null ? 0 : committed.offset();
        }
    }
}
