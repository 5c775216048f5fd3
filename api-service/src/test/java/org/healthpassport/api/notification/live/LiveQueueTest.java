package org.healthpassport.api.notification.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.patient.DemographicsChanged;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LiveQueueTest {
    private static final FeedItem ITEM = new FeedItem.Mark(new EventPosition(Map.of()));

    private final LiveQueue queue = new LiveQueue(new Interests(new Caller("account-1", Role.PATIENT, "patient-1")));

    @Test
    void shouldCutAClientThatTakesNothing() {
        // given
        queue.open();
        AtomicBoolean cut = new AtomicBoolean();
        queue.overflow().doOnTerminate(() -> cut.set(true)).subscribe();

        // when
        for (int i = 0; i < 10_000; i++) {
            queue.offer(ITEM);
        }

        // then
        await().atMost(Duration.ofSeconds(30)).untilTrue(cut);
    }

    @Test
    void shouldGiveEverythingInItsOrderToAClientThatIsFastEnough() {
        queue.open();
        StepVerifier.create(queue.items().take(100_000))
                .then(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        queue.offer(ITEM);
                    }
                })
                .expectNextCount(100_000)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    /** However much happens elsewhere while the rights of its client are looked up. */
    @Test
    void shouldLearnByWhatNamesItsClientBeforeItHoldsAnything() {
        // given
        AtomicBoolean cut = new AtomicBoolean();
        queue.overflow().doOnTerminate(() -> cut.set(true)).subscribe();
        for (int i = 0; i < 10_000; i++) {
            queue.offer(event("patient-of-others", new DemographicsChanged("patient-of-others")));
        }

        // when
        queue.offer(event(
                "patient-2", new ConsentGranted("consent-1", "patient-2", GranteeType.DOCTOR, "account-1", List.of())));
        queue.open();
        queue.offer(event("patient-of-others", new DemographicsChanged("patient-of-others")));
        queue.offer(event("patient-2", new DemographicsChanged("patient-2")));

        // then
        StepVerifier.create(queue.items().take(1))
                .assertNext(item ->
                        assertThat(((FeedItem.Fed) item).event().type()).isEqualTo(EventType.DEMOGRAPHICS_CHANGED))
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        assertThat(cut).isFalse();
    }

    private static FeedItem.Fed event(String patientId, SpecificRecord payload) {
        EventType type = payload instanceof ConsentGranted ? EventType.CONSENT_GRANTED : EventType.DEMOGRAPHICS_CHANGED;
        Event event = new Event(
                "event-1",
                type,
                "subject-1",
                Instant.EPOCH,
                patientId,
                1L,
                "request-1",
                null,
                null,
                EventCodec.encode(payload));
        return new FeedItem.Fed(new TopicPartition(type.topic().topicName(), 0), 42, event, EventAudience.of(event));
    }
}
