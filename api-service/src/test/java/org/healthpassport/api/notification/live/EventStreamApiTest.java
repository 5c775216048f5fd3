package org.healthpassport.api.notification.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.consent.ConsentUnderTest.toHospital;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.bson.types.Binary;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.patient.DemographicsChanged;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Front-ends follow their events over HTTP; the events come from the broker. */
class EventStreamApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Within a second on an idle machine. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Members members = new Members(api);
    private SignedIn patient;

    @BeforeEach
    void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldSendOwnEventsAsReferences() {
        // given
        try (EventClient client = follow(patient);
                EventClient stranger = follow(api.newPatient())) {
            assertThat(client.response().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(client.response().headers().firstValue("Cache-Control")).hasValue("no-store");

            // when
            String recordId = sharing.record(patient, allergy("Penicillin"));
            String path = sharing.taken(patient, SharingUnderTest.summaryLink());

            // then
            JsonNode created = client.await(1, "record.created.v1").get(0);
            assertThat(created.get("specversion").asString()).isEqualTo("1.0");
            assertThat(created.get("source").asString()).isEqualTo("/api-service");
            assertThat(created.get("subject").asString()).isEqualTo(recordId);
            assertThat(created.get("data").get("recordId").asString()).isEqualTo(recordId);
            assertThat(created.get("data").get("patientId").asString()).isEqualTo(patient.patientId());
            assertThat(created.get("data").get("recordVersion").asLong()).isEqualTo(1);
            JsonNode requested = client.await(1, "qr-code.requested.v1").get(0);
            assertThat(requested.get("subject").asString()).isEqualTo(SharingUnderTest.idIn(path));
            assertThat(client.received())
                    .contains("retry: ")
                    .doesNotContain("Penicillin", "sealed", "stamp", "sha256", "127.0.0.1", patient.email());
            assertThat(stranger.received()).doesNotContain(patient.patientId());
        }
    }

    @Test
    void shouldSendNotificationsAndWhatHappensToTheAccount() {
        // given
        Member doctor = members.doctor(members.hospital());
        try (EventClient client = follow(patient)) {

            // when
            String requestId = calls.asked(doctor, patient, "RECORDS_READ");
            api.logIn(patient.email(), ApiUnderTest.PASSWORD);

            // then
            JsonNode told = client.await(1, "notification.added.v1").get(0).get("data");
            assertThat(told.get("type").asString()).isEqualTo("CONSENT_REQUESTED");
            assertThat(told.get("subjectId").asString()).isEqualTo(requestId);
            assertThat(told.get("id"))
                    .isEqualTo(client.events(EventClient.ofType("notification.added.v1"))
                            .get(0)
                            .get("subject"));
            client.await(1, "consent.requested.v1");
            client.await(1, "session.started.v1");
        }
    }

    @Test
    void shouldResumeWithoutAGapAtAnyInstanceHoweverOftenItIsCut() {
        // given
        Allergies allergies = new Allergies(api, patient);
        int versions = 60;
        Random random = new Random(20261129);
        List<JsonNode> all = new ArrayList<>();
        try (Instance another = api.anotherInstance(Map.of())) {
            List<Integer> ports = List.of(api.port(), another.port());
            EventClient client = EventClient.connect(api.port(), patient.accessToken(), null);

            // when
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                String path = allergies.create(Allergies.to("Penicillin"));
                for (int version = 1; version < versions; version++) {
                    allergies
                            .put(path, version, Allergies.to("Penicillin"))
                            .expectStatus()
                            .isOk();
                }
            });
            int cuts = 0;
            while (!writing.isDone() || !isComplete(all, client, versions)) {
                int after = random.nextInt(6);
                EventClient current = client;
                await().atMost(PATIENCE)
                        .until(() -> current.events().size() >= after
                                || writing.isDone() && isComplete(all, current, versions));
                client.close();
                await().atMost(PATIENCE).until(current::hasEnded);
                all.addAll(current.events());
                client = EventClient.connect(ports.get(random.nextInt(2)), patient.accessToken(), current.lastId());
                assertThat(client.status()).isEqualTo(200);
                cuts++;
            }
            client.close();
            all.addAll(client.events());

            // then
            writing.join();
            assertThat(cuts).isGreaterThan(5);
        }
        assertThat(versionsIn(all))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, versions).boxed().toList());
    }

    private static boolean isComplete(List<JsonNode> before, EventClient client, int versions) {
        return versionsIn(Stream.concat(before.stream(), client.events().stream())
                                .toList())
                        .size()
                >= versions;
    }

    /** Kafka can have an event twice; its id is the same then, by which clients know it. */
    private static List<Long> versionsIn(List<JsonNode> events) {
        Set<String> known = new HashSet<>();
        return events.stream()
                .filter(event -> known.add(event.get("id").asString()))
                .map(event -> event.get("data"))
                .filter(data -> data.has("recordVersion"))
                .map(data -> data.get("recordVersion").asLong())
                .toList();
    }

    @Test
    void shouldResumeBehindWhatHappenedWhileNobodyListened() {
        // given
        EventClient before = follow(patient);
        before.close();
        String first = sharing.record(patient, allergy("Penicillin"));
        String second = sharing.record(patient, allergy("Latex"));

        // when
        try (EventClient client = EventClient.connect(api.port(), patient.accessToken(), before.lastId())) {

            // then
            assertThat(client.await(2, "record.created.v1"))
                    .extracting(event -> event.get("subject").asString())
                    .containsExactlyInAnyOrder(first, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0-0", "%00", "AAAA", "last", "🦆"})
    void shouldRefusePositionsThatItNeverGave(String position) {
        EventClient client = EventClient.connect(
                api.port(), patient.accessToken(), position.codePointAt(0) > 127 ? "x".repeat(5_000) : position);
        assertThat(client.status()).isEqualTo(422);
    }

    @Test
    void shouldRefuseAlteredPositionsAndThoseOfOthers() {
        // given
        try (EventClient client = follow(patient)) {
            String own = client.lastId();

            // when, then
            assertThat(EventClient.connect(api.port(), api.newPatient().accessToken(), own)
                            .status())
                    .isEqualTo(422);
            assertThat(EventClient.connect(api.port(), patient.accessToken(), own.substring(0, own.length() - 4))
                            .status())
                    .isEqualTo(422);
            char last = own.charAt(own.length() / 2);
            String altered = own.substring(0, own.length() / 2)
                    + (last == 'A' ? 'B' : 'A')
                    + own.substring(own.length() / 2 + 1);
            assertThat(EventClient.connect(api.port(), patient.accessToken(), altered)
                            .status())
                    .isEqualTo(422);
        }
    }

    /** Events before the first that Kafka has are gone; so are those behind its end, which it never had. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000})
    void shouldSayThatEventsAreGone(long offset) {
        // given
        EventPosition gone = new EventPosition(Map.of(
                new TopicPartition(Topics.PATIENT.topicName(), 0),
                offset,
                new TopicPartition(Topics.IDENTITY.topicName(), 0),
                0L));
        @SuppressWarnings("unchecked")
        SealedTokens<EventPosition.Sealed> positions = api.bean("eventPositions", SealedTokens.class);
        String id = positions.seal(gone.sealed(Instant.now().plusSeconds(60)), patient.accountId());

        // when
        EventClient client = EventClient.connect(api.port(), patient.accessToken(), id);

        // then
        assertThat(client.status()).isEqualTo(410);
    }

    @Test
    void shouldSayBeforeAStreamBeginsThatItCannotReadWhatWasMissed() {
        // given
        EventClient before = follow(patient);
        before.close();
        Disposable.Composite held = Disposables.composite();
        try (EventClient other = follow(patient)) {
            String recordId = sharing.record(patient, allergy("Penicillin"));
            other.await(1, "record.created.v1");
            EventPosition beginning = new EventPosition(Map.of());
            for (int i = 0; i < PastEvents.AT_ONCE; i++) {
                String account = "account-" + i;
                Interests interests = new Interests(new Caller(account, Role.PATIENT, account));
                held.add(api.bean(PastEvents.class)
                        .read(account, beginning, beginning, interests, missed -> Mono.never())
                        .subscribe());
            }

            // when
            EventClient refused = EventClient.connect(api.port(), patient.accessToken(), before.lastId());

            // then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
            follow(patient).close();

            // when
            held.dispose();

            // then
            try (EventClient resumed = EventClient.connect(api.port(), patient.accessToken(), before.lastId())) {
                assertThat(resumed.status()).isEqualTo(200);
                assertThat(resumed.await(1, "record.created.v1")
                                .get(0)
                                .get("subject")
                                .asString())
                        .isEqualTo(recordId);
            }
        } finally {
            held.dispose();
        }
    }

    @Test
    void shouldBoundTheStreamsOfAnAccount() {
        // given
        List<EventClient> clients = new ArrayList<>();
        for (int i = 0; i < OpenStreams.OF_ACCOUNT; i++) {
            clients.add(follow(patient));
        }

        // when
        EventClient refused = EventClient.connect(api.port(), patient.accessToken(), null);

        // then
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
        try (EventClient other = follow(api.newPatient())) {
            assertThat(other.status()).isEqualTo(200);
        }

        // when one is closed
        clients.remove(0).close();

        // then
        sharing.record(patient, allergy("Penicillin"));
        await().atMost(PATIENCE).until(() -> {
            EventClient next = EventClient.connect(api.port(), patient.accessToken(), null);
            next.close();
            return next.status() == 200;
        });
        clients.forEach(EventClient::close);
    }

    @Test
    void shouldEndWithTheToken() {
        // given
        Instant now = Instant.now();
        Session session = new Session(UUID.randomUUID().toString(), now, now, now.plusSeconds(3), 1);
        Caller caller = new Caller(patient.accountId(), Role.PATIENT, patient.patientId());
        String token = api.bean(AccessTokens.class)
                .issue(caller, session, null, "short")
                .value();

        // when
        try (EventClient client = EventClient.connect(api.port(), token, null)) {

            // then
            assertThat(client.status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(client::hasEnded);
            try (EventClient again = EventClient.connect(api.port(), patient.accessToken(), client.lastId())) {
                assertThat(again.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldEndWithTheSession() {
        // given
        try (EventClient client = follow(patient)) {

            // when
            calls.post(patient, "/api/auth/logout", Map.of()).expectStatus().isNoContent();

            // then
            await().atMost(SOON).until(client::hasEnded);
        }
    }

    @Test
    void shouldEndWhenTheAccountIsSuspendedOnAnyInstance() {
        try (Instance another = api.anotherInstance(Map.of());
                EventClient here = follow(patient);
                EventClient there = EventClient.connect(another.port(), patient.accessToken(), null)) {

            // when
            calls.post(api.administrator(), "/api/admin/accounts/" + patient.accountId() + "/suspension", Map.of())
                    .expectStatus()
                    .isNoContent();

            // then
            await().atMost(SOON).until(() -> here.hasEnded() && there.hasEnded());
            assertThat(EventClient.connect(api.port(), patient.accessToken(), here.lastId())
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldSendARepresentativeWhatTheirRightsAllowUntilTheyEnd() {
        // given
        SignedIn carer = api.newPatient();
        try (EventClient client = follow(carer)) {

            // when somebody represents the patient while the stream runs
            Object representativeId = represent(carer, "READ");
            client.await(1, "representative.added.v1");
            String seen = sharing.record(patient, allergy("Penicillin"));

            // then
            assertThat(client.await(1, "record.created.v1")
                            .get(0)
                            .get("subject")
                            .asString())
                    .isEqualTo(seen);

            // when it is something that needs another right, and the representative is ended
            sharing.taken(patient, SharingUnderTest.summaryLink());
            api.client(patient)
                    .delete()
                    .uri(path(patient) + "/representatives/" + representativeId)
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            sharing.record(patient, allergy("Latex"));

            // then
            client.await(1, "representative.ended.v1");
            api.logIn(carer.email(), ApiUnderTest.PASSWORD);
            client.await(1, "session.started.v1");
            awaitNothingMore(client);
            assertThat(client.events(EventClient.ofType("record.created.v1"))).hasSize(1);
            assertThat(client.events(EventClient.ofType("qr-code.requested.v1")))
                    .isEmpty();
        }
    }

    @Test
    void shouldTellOfAHiddenRecordOnlyThoseWhomItIsNotHiddenFrom() {
        // given
        Member author = members.doctor(members.hospital());
        Member elsewhere = members.doctor(members.hospital());
        calls.granted(patient, toDoctor(author, "RECORDS_READ", "RECORDS_WRITE"));
        calls.granted(patient, toDoctor(elsewhere, "RECORDS_READ"));
        Allergies ofAuthor = new Allergies(
                api,
                new SignedIn(
                        author.accountId(),
                        patient.patientId(),
                        author.signedIn().email(),
                        author.signedIn().accessToken()));
        try (EventClient toPatient = follow(patient);
                EventClient toAuthor = follow(author.signedIn());
                EventClient toElsewhere = follow(elsewhere.signedIn())) {
            String secret = ofAuthor.create(Allergies.to("Latex"));
            toElsewhere.await(1, "record.created.v1");

            // when
            api.client(patient)
                    .post()
                    .uri(secret + "/hiding")
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            ofAuthor.put(secret, 1, Allergies.to("Nickel")).expectStatus().isOk();
            String seen = sharing.record(patient, allergy("Dust"));

            // then
            for (EventClient told : List.of(toPatient, toAuthor)) {
                told.await(1, "record.hidden.v1");
                told.await(1, "record.amended.v1");
            }
            assertThat(toElsewhere
                            .await(2, "record.created.v1")
                            .get(1)
                            .get("subject")
                            .asString())
                    .isEqualTo(seen);
            awaitNothingMore(toElsewhere);
            assertThat(toElsewhere.received()).doesNotContain("record.hidden", "record.amended");

            // when
            api.client(patient)
                    .delete()
                    .uri(secret + "/hiding")
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            toAuthor.await(1, "record.shown.v1");
            ofAuthor.put(secret, 2, Allergies.to("Cobalt")).expectStatus().isOk();

            // then
            toElsewhere.await(1, "record.amended.v1");
        }
    }

    @Test
    void shouldSendDoctorsAndHospitalsWhatConcernsThem() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        Member elsewhere = members.doctor(members.hospital());
        try (EventClient toDoctor = follow(doctor.signedIn());
                EventClient toHospital = follow(hospital.signedIn());
                EventClient toStranger = follow(elsewhere.signedIn())) {

            // when
            calls.granted(patient, toHospital(hospital, "DOCUMENTS_READ"));
            String consentId = calls.granted(patient, toDoctor(doctor, "RECORDS_READ"));
            toDoctor.await(2, "consent.granted.v1");
            String recordId = sharing.record(patient, allergy("Penicillin"));

            // then
            assertThat(toDoctor.await(1, "record.created.v1")
                            .get(0)
                            .get("subject")
                            .asString())
                    .isEqualTo(recordId);
            assertThat(toHospital.await(1, "consent.granted.v1")).hasSize(1);
            // A hospital's own account reads no record.
            assertThat(toHospital.events(EventClient.ofType("record.created.v1")))
                    .isEmpty();

            // when it is revoked
            calls.revoke(patient, patient, consentId).expectStatus().isNoContent();
            toDoctor.await(1, "consent.revoked.v1");
            sharing.record(patient, allergy("Latex"));

            // then
            awaitNothingMore(toDoctor);
            assertThat(toDoctor.events(EventClient.ofType("record.created.v1"))).hasSize(1);
            assertThat(toStranger.received()).doesNotContain(patient.patientId());
        }
    }

    @Test
    void shouldGoOnBehindAPatientWhoseRightsCannotBeRead() {
        // given
        SignedIn carer = api.newPatient();
        represent(carer, "READ");
        try (EventClient client = follow(carer)) {
            api.bean(ReactiveMongoTemplate.class)
                    .updateFirst(
                            Query.query(Criteria.where("_id").is(patient.patientId())),
                            Update.update("sealed", new Binary(new byte[100])),
                            "representations")
                    .block(PATIENCE);

            // when
            String recordId = sharing.record(patient, allergy("Penicillin"));
            awaitNothingMore(client);
            api.logIn(carer.email(), ApiUnderTest.PASSWORD);

            // then
            client.await(1, "session.started.v1");
            assertThat(client.received()).doesNotContain(recordId);
        }
    }

    /** The connection lives on without a byte of the client, and the position moves on without an event. */
    @Test
    void shouldKeepAQuietStreamAlive() {
        // given
        try (EventClient client = follow(patient)) {
            String first = client.lastId();

            // when
            await().atMost(EventFeed.KEEP_ALIVE.multipliedBy(2))
                    .until(() -> client.received().contains(": keep-alive"));

            // then
            await().atMost(PATIENCE).until(() -> !first.equals(client.lastId()));
            String recordId = sharing.record(patient, allergy("Penicillin"));
            assertThat(client.await(1, "record.created.v1")
                            .get(0)
                            .get("subject")
                            .asString())
                    .isEqualTo(recordId);
        }
    }

    @Test
    void shouldCutAClientThatTakesNothingAndSlowNoOther() throws IOException {
        // given
        Counter cut =
                api.bean(MeterRegistry.class).get("healthpassport.events.cut").counter();
        double before = cut.count();
        try (Socket slow = new Socket();
                EventClient fast = follow(patient)) {
            slow.setReceiveBufferSize(16 * 1024);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
            slow.getOutputStream()
                    .write(("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + patient.accessToken() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');

            // when there are more than its queue and all buffers on the way hold
            int count = 0;
            while (cut.count() == before && count < 10_000) {
                publish(100);
                count += 100;
                int sent = count;
                await().atMost(PATIENCE)
                        .until(() -> fast.events(EventClient.ofType("patient.demographics-changed.v1"))
                                        .size()
                                == sent);
            }

            // then
            assertThat(cut.count()).isEqualTo(before + 1);
            assertThat(fast.hasEnded()).isFalse();
        }
    }

    private void publish(int count) {
        EventPublisher publisher = api.bean(EventPublisher.class);
        CompletableFuture.allOf(LongStream.range(0, count)
                        .mapToObj(i -> publisher.publish(api.attested(new Event(
                                UUID.randomUUID().toString(),
                                EventType.DEMOGRAPHICS_CHANGED,
                                patient.patientId(),
                                Instant.now(),
                                patient.patientId(),
                                null,
                                "request-1",
                                null,
                                null,
                                EventCodec.encode(new DemographicsChanged(patient.patientId()))))))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Follows the patient's own stream until everything that happened so far has come there. */
    private void awaitNothingMore(EventClient client) {
        try (EventClient own = follow(patient)) {
            sharing.record(patient, allergy("Dust"));
            own.await(1, "record.created.v1");
        }
        assertThat(client.hasEnded()).isFalse();
    }

    private Object represent(SignedIn representative, String... rights) {
        return new RepresentationUnderTest(api).represented(patient, patient, representative, rights);
    }

    private static EventClient follow(SignedIn who) {
        EventClient client = EventClient.connect(api.port(), who.accessToken(), null);
        assertThat(client.status()).isEqualTo(200);
        return client;
    }
}
