package org.healthpassport.api.trail.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.trail.TrailUnderTest;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.history.Backlog;
import org.healthpassport.bus.history.TopicHistory;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.SmartLifecycle;

/** The consumers stand still, as those of an instance that was killed; store and broker are real. */
class CatchingUpTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String ACCESS = "accessTrailSubscription";
    private static final String PATIENT = "patientTrailSubscription";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);

    /** Without a reader, so that nothing is made of what the instance still has in memory. */
    @Test
    void shouldMakeTheRowsThatConsumersLeaveBehind() {
        SignedIn ada = api.newPatient();
        SmartLifecycle consumers = api.bean("eventSubscriptions", SmartLifecycle.class);
        consumers.stop();
        try {
            // when
            calls.get(ada, path(ada) + "/records").expectStatus().isOk();
            calls.get(ada, path(ada) + "/documents").expectStatus().isOk();
            new SharingUnderTest(api).record(ada, allergy("Penicillin"));

            // then
            trail.awaitRows(ada, 3);
        } finally {
            consumers.start();
        }
    }

    @Test
    void shouldMakeTheRowsOfAnInstanceThatWasKilledBeforeItsSuccessorIsReady() {
        // given
        SignedIn ada = api.newPatient();
        api.bean(CatchingUp.class).stop();
        SmartLifecycle consumers = api.bean("eventSubscriptions", SmartLifecycle.class);
        consumers.stop();
        try {
            calls.get(ada, path(ada) + "/records").expectStatus().isOk();
            calls.get(ada, path(ada) + "/documents").expectStatus().isOk();
            assertThat(trail.rows(ada)).isEmpty();

            // when
            api.bean(CatchingUp.class).start();

            // then
            assertThat(trail.rows(ada)).hasSize(2);
        } finally {
            api.bean(CatchingUp.class).start();
            consumers.start();
        }
    }

    @Test
    void shouldNotShowATrailThatMayBeIncomplete() {
        SignedIn ada = api.newPatient();
        try {
            // when
            api.bean(CatchingUp.class).stop();

            // then
            trail.get(ada, ada, "")
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .valueEquals("Retry-After", "5")
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo(
                            "The newest accesses are not in the list yet, so it is not shown now. Please try again.");
        } finally {
            api.bean(CatchingUp.class).start();
        }

        // then
        assertThat(trail.before(ada, ada))
                .first()
                .satisfies(
                        item -> assertThat(item.get("resourceType").asString()).isEqualTo("ACCESS"));
    }

    @Test
    void shouldStartWithoutKafkaAndSayThatItIsBehindUntilKafkaIsThere() {
        // given
        CuttableHistory history = new CuttableHistory(api.bean(TopicHistory.class), new AtomicBoolean(true));
        CatchingUp catchingUp = new CatchingUp(
                api.bean(OutboxRelay.class),
                history,
                api.bean(TrailEvents.class),
                api.bean(ACCESS, EventSubscription.class),
                api.bean(PATIENT, EventSubscription.class));
        try {
            // when
            catchingUp.start();

            // then
            assertThatThrownBy(() -> catchingUp.requireComplete(null))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(new TrailRefusal.Behind()));

            // when
            history.isAway.set(false);
            long since = System.nanoTime();

            // then
            await().atMost(WITHIN).ignoreExceptions().untilAsserted(() -> catchingUp.requireComplete(since));
            assertThatThrownBy(() -> catchingUp.requireComplete(System.nanoTime()))
                    .isInstanceOf(Refused.class);
        } finally {
            catchingUp.stop();
        }
    }

    /** The topics of the broker, as they seem while the line to it is cut. */
    private record CuttableHistory(TopicHistory real, AtomicBoolean isAway) implements TopicHistory {
        @Override
        public void read(Set<Topics> topics, Set<EventType> types, Consumer<Part> take) {
            reached().read(topics, types, take);
        }

        @Override
        public Backlog backlog(Collection<EventSubscription> subscriptions) {
            return reached().backlog(subscriptions);
        }

        @Override
        public Backlog rest(Backlog backlog) {
            return reached().rest(backlog);
        }

        @Override
        public void read(Backlog backlog, Consumer<Part> take) {
            reached().read(backlog, take);
        }

        private TopicHistory reached() {
            if (isAway.get()) {
                throw new TransientFailure("away");
            }
            return real;
        }
    }
}
