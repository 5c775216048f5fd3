package org.healthpassport.bus.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.TRACEPARENT;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.received;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.kafka.TestMacs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;

class EventBusTest {
    @TempDir
    Path folder;

    @Test
    void shouldCarryACommandsEventToAWorkerAndItsResultBack() throws Exception {
        // given
        List<Event> results = new CopyOnWriteArrayList<>();
        List<Map<String, String>> loggingContexts = new CopyOnWriteArrayList<>();
        EventSubscription api =
                new EventSubscription("api", Topics.PROCESSING, Set.of(EventType.DOCUMENT_PROCESSED), results::add);

        try (TestBus bus = new TestBus(folder);
                Admin admin = bus.admin()) {
            admin.createTopics(List.of(new NewTopic(Topics.ACCESS.topicName(), 1, (short) 1)))
                    .all()
                    .get();
            try (ConfigurableApplicationContext apiService = bus.service(api)) {
                EventPublisher publisher = apiService.getBean(EventPublisher.class);
                EventSubscription worker =
                        new EventSubscription("worker", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), cause -> {
                            loggingContexts.add(MDC.getCopyOfContextMap());
                            String documentId =
                                    cause.payload(DocumentReceived.class).getDocumentId();
                            publisher
                                    .publish(
                                            TestMacs.of(Service.DOCUMENT_WORKER).attest(result(cause, documentId)))
                                    .get(15, TimeUnit.SECONDS);
                        });

                // when
                try (ConfigurableApplicationContext workerService =
                        TestBus.service(bus.bootstrapServers(), List.of("healthpassport.bus.concurrency=2"), worker)) {
                    publish(apiService, "patient-1", "e1");
                    await().atMost(PATIENCE).until(() -> results.size() == 1);

                    // then
                    assertThat(workerService.isRunning()).isTrue();
                }
                assertThat(results.get(0))
                        .isEqualTo(result(received("e1", "patient-1"), "document-e1"))
                        .extracting(Event::causationId, Event::correlationId, Event::traceparent)
                        .containsExactly("e1", "request-e1", TRACEPARENT);
                assertThat(loggingContexts)
                        .containsExactly(
                                Map.of("eventId", "e1", "correlationId", "request-e1", "traceparent", TRACEPARENT));
                shouldHaveCreatedWhatWasMissing(admin);
                assertThat(ManagementFactory.getPlatformMBeanServer().getDomains())
                        .doesNotContain("kafka.consumer.metrics");
            }
        }
    }

    @Test
    void shouldNotHandleAgainWhatItHandledBeforeAStop() {
        // given
        List<String> handled = new CopyOnWriteArrayList<>();
        EventSubscription worker =
                new EventSubscription("stopping", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), event -> {
                    handled.add(event.id());
                });
        try (TestBus bus = new TestBus(folder);
                ConfigurableApplicationContext publishing = bus.service()) {
            try (ConfigurableApplicationContext service = bus.service(worker)) {
                publish(publishing, "patient-1", "e1", "e2", "e3");
                await().atMost(PATIENCE).until(() -> handled.size() == 3);
                assertThat(service.isRunning()).isTrue();
            }

            // when
            try (ConfigurableApplicationContext service = bus.service(worker)) {
                publish(publishing, "patient-1", "e4");

                // then
                await().atMost(PATIENCE).until(() -> handled.contains("e4"));
                assertThat(handled).containsExactly("e1", "e2", "e3", "e4");
                assertThat(service.isRunning()).isTrue();
            }
        }
    }

    private static void shouldHaveCreatedWhatWasMissing(Admin admin) throws Exception {
        Map<String, TopicDescription> topics = admin.describeTopics(List.of(
                        Topics.PATIENT.topicName(),
                        Topics.IDENTITY.topicName(),
                        Topics.ACCESS.topicName(),
                        Topics.PROCESSING.topicName(),
                        Topics.PATIENT.deadLetterName("worker"),
                        Topics.PROCESSING.deadLetterName("api")))
                .allTopicNames()
                .get();
        assertThat(topics.get("healthpassport.patient").partitions()).hasSize(3);
        assertThat(topics.get("healthpassport.processing.api.dlt").partitions()).hasSize(1);
        assertThat(topics.get("healthpassport.access").partitions())
                .as("a topic that was there before")
                .hasSize(1);
        ConfigResource patient = new ConfigResource(ConfigResource.Type.TOPIC, "healthpassport.patient");
        assertThat(Optional.ofNullable(admin.describeConfigs(List.of(patient))
                                .all()
                                .get()
                                .get(patient)
                                .get("retention.ms"))
                        .map(entry -> entry.value()))
                .contains(Long.toString(TimeUnit.DAYS.toMillis(30)));
    }

    private static Event result(Event cause, String documentId) {
        DocumentProcessed payload = DocumentProcessed.newBuilder()
                .setDocumentId(documentId)
                .setPatientId(cause.key())
                .setOutcome(ProcessingOutcome.STORED)
                .build();
        return Event.resultOf(
                cause,
                EventType.DOCUMENT_PROCESSED,
                documentId,
                documentId,
                Instant.parse("2026-11-23T12:00:01Z"),
                payload);
    }
}
