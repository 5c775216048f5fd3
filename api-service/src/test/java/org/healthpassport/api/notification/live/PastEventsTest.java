package org.healthpassport.api.notification.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.kafka.EventMacs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class PastEventsTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final EventPosition BEGINNING = new EventPosition(Map.of());

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Disposable.Composite held = Disposables.composite();
    private final List<PastEvents> opened = new ArrayList<>();
    private SignedIn patient;
    private EventPosition now;

    @BeforeEach
    void register() {
        patient = api.newPatient();
        try (EventClient client = EventClient.connect(api.port(), patient.accessToken(), null)) {
            api.logIn(patient.email(), ApiUnderTest.PASSWORD);
            client.await(1, "session.started.v1");
        }
        now = api.bean(EventFeed.class).open(new LiveQueue(interests("somebody", "nobody")));
    }

    @AfterEach
    void stop() {
        held.dispose();
        opened.forEach(PastEvents::destroy);
    }

    @Test
    void shouldGiveAnAccountOneReader() {
        // given
        PastEvents past = past(LONG, LONG);
        Disposable first = hold(past, "account-1");

        // then
        assertNotNow(past, "account-1");
        assertThat(items(past, "account-2")).isNotEmpty();
        assertThat(items(past, "account-2")).as("once it is closed").isNotEmpty();

        // when
        first.dispose();

        // then
        assertThat(items(past, "account-1")).isNotEmpty();
    }

    @Test
    void shouldBoundTheReadersOfAll() {
        // given
        PastEvents past = past(LONG, LONG);
        Disposable first = hold(past, "account-0");
        for (int i = 1; i < PastEvents.AT_ONCE; i++) {
            hold(past, "account-" + i);
        }

        // then
        assertNotNow(past, "account-16");

        // when
        first.dispose();

        // then
        assertThat(items(past, "account-16")).isNotEmpty();
    }

    @Test
    void shouldTakeTheReaderFromAClientThatTakesTooLong() {
        // given
        PastEvents past = past(Duration.ofMillis(500), LONG);

        // when, then
        assertThatThrownBy(() -> past.read(
                                "account-1",
                                BEGINNING,
                                now,
                                own(),
                                missed -> missed.concatMap(item -> Mono.never(), 1)
                                        .then())
                        .block(WITHIN))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(items(past, "account-1")).isNotEmpty();
    }

    /** So a client comes further each time, even if nothing on the way is its own. */
    @Test
    void shouldTellHowFarItCame() {
        // given
        PastEvents past = past(LONG, Duration.ZERO);
        List<FeedItem> items = new ArrayList<>();

        // when
        past.read(
                        "account-1",
                        BEGINNING,
                        now,
                        interests("somebody", "nobody"),
                        missed -> missed.doOnNext(items::add).then())
                .block(WITHIN);

        // then
        assertThat(items).isNotEmpty().allSatisfy(item -> assertThat(item).isInstanceOf(FeedItem.Mark.class));
        EventPosition last = ((FeedItem.Mark) items.get(items.size() - 1)).position();
        assertThat(last.isBefore(now)).isFalse();
        assertThat(now.isBefore(last)).as("behind the end").isFalse();
    }

    private PastEvents past(Duration longest, Duration markEvery) {
        PastEvents past = new PastEvents(api.bean(KafkaClients.class), api.bean(EventMacs.class), longest, markEvery);
        opened.add(past);
        return past;
    }

    private Disposable hold(PastEvents past, String accountId) {
        Disposable holding = past.read(accountId, BEGINNING, now, own(), missed -> Mono.never())
                .subscribe();
        held.add(holding);
        return holding;
    }

    private List<FeedItem> items(PastEvents past, String accountId) {
        List<FeedItem> items = new ArrayList<>();
        past.read(
                        accountId,
                        BEGINNING,
                        now,
                        own(),
                        missed -> missed.doOnNext(items::add).then())
                .block(WITHIN);
        return items;
    }

    private void assertNotNow(PastEvents past, String accountId) {
        assertThatThrownBy(() -> items(past, accountId))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new EventRefusal.NotNow()));
    }

    private Interests own() {
        return interests(patient.accountId(), patient.patientId());
    }

    private static Interests interests(String accountId, String patientId) {
        return new Interests(new Caller(accountId, Role.PATIENT, patientId));
    }
}
