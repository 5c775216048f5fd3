package org.healthpassport.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Owners are told over HTTP and by mail what others did; the events come from the broker. */
class NotificationApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Members members = new Members(api);

    @Test
    void shouldTellThePatientThatALinkWasOpenedOnceAnHourAndByOneMail() throws MessagingException {
        // given
        SignedIn patient = api.newPatient();
        String path = sharing.taken(patient, summaryLink());
        HealthLinkReader link = sharing.link(patient, path);

        // when
        sharing.opened(link, by("Dr. Who"));
        sharing.opened(link, by("Dr. Who"));

        // then
        JsonNode told = awaitOne(patient, "LINK_OPENED");
        assertThat(told.get("patientId").asString()).isEqualTo(patient.patientId());
        assertThat(told.get("subjectId").asString()).isEqualTo(idIn(path));
        assertThat(told.get("read").asBoolean()).isFalse();
        Mailbox mailbox = new Mailbox(api, patient.email());
        assertThat(mailbox.mails(1).get(0).getSubject()).isEqualTo("Somebody opened a link that you shared");
        assertThat(mailbox.newest(1)).doesNotContain(patient.patientId(), idIn(path), "Dr. Who");
        assertThat(storedOf(patient).toJson()).doesNotContain(patient.patientId(), idIn(path), "LINK_OPENED");
    }

    @Test
    void shouldTellThePatientAndOtherRepresentativesWhoIsAdded() throws MessagingException {
        // given
        RepresentationUnderTest representatives = new RepresentationUnderTest(api);
        SignedIn patient = api.newPatient();
        SignedIn first = api.newPatient();
        SignedIn second = api.newPatient();
        representatives.represented(patient, patient, first, "READ", "CONSENT");
        JsonNode toPatient = awaitOne(patient, "REPRESENTATIVE_ADDED");

        // when
        representatives.represented(patient, patient, second, "READ");

        // then
        JsonNode toFirst = awaitOne(first, "REPRESENTATIVE_ADDED");
        assertThat(toFirst.get("patientId").asString()).isEqualTo(patient.patientId());
        assertThat(toPatient.get("subjectId")).isNotEqualTo(toFirst.get("subjectId"));
        assertThat(list(second, "").get("items")).isEmpty();
        assertThat(new Mailbox(api, first.email()).newest(1)).doesNotContain(patient.patientId(), "Ada");
    }

    @Test
    void shouldTellAHospitalThatItIsActive() throws MessagingException {
        // when
        SignedIn hospital = members.hospital().signedIn();

        // then
        JsonNode told = awaitOne(hospital, "ACCOUNT_ACTIVATED");
        assertThat(told.has("patientId")).isFalse();
        assertThat(told.has("subjectId")).isFalse();
        assertThat(new Mailbox(api, hospital.email()).mails(1).get(0).getSubject())
                .isEqualTo("Your account is active");
    }

    @Test
    void shouldTellThePatientOfARequestAndTheDoctorOfTheAnswer() throws MessagingException {
        // given
        SignedIn patient = api.newPatient();
        Members.Member doctor = members.doctor(members.hospital());
        ConsentUnderTest consents = new ConsentUnderTest(api);

        // when
        String requestId = consents.asked(doctor, patient, "RECORDS_READ");

        // then
        JsonNode asked = awaitOne(patient, "CONSENT_REQUESTED");
        assertThat(asked.get("subjectId").asString()).isEqualTo(requestId);
        Mailbox mailbox = new Mailbox(api, patient.email());
        assertThat(mailbox.mails(1).get(0).getSubject()).isEqualTo("Somebody asks for your consent");
        assertThat(mailbox.newest(1)).doesNotContain(patient.patientId(), requestId, "Monday");

        // when it is approved and revoked
        consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isOk();
        consents.revoke(patient, patient, requestId).expectStatus().isNoContent();

        // then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(list(doctor.signedIn(), "?unread=true").get("items"))
                                .extracting(item -> item.get("type").asString())
                                .containsExactly("CONSENT_REVOKED", "CONSENT_GRANTED", "ACCOUNT_ACTIVATED"));
    }

    @Test
    void shouldMarkAsReadAndListTheUnread() {
        // given
        SignedIn hospital = members.hospital().signedIn();
        String id = awaitOne(hospital, "ACCOUNT_ACTIVATED").get("id").asString();

        // when
        markRead(hospital, id).expectStatus().isNoContent();
        markRead(hospital, id).expectStatus().isNoContent();

        // then
        assertThat(list(hospital, "?unread=true").get("items")).isEmpty();
        assertThat(list(hospital, "").get("items"))
                .singleElement()
                .satisfies(item -> assertThat(item.get("read").asBoolean()).isTrue());
    }

    @Test
    void shouldShowAndMarkNobodyElses() {
        // given
        SignedIn hospital = members.hospital().signedIn();
        String id = awaitOne(hospital, "ACCOUNT_ACTIVATED").get("id").asString();
        SignedIn other = api.newPatient();

        // when, then
        assertThat(list(other, "").get("items")).isEmpty();
        markRead(other, id).expectStatus().isNotFound();
        markRead(other, UUID.randomUUID().toString()).expectStatus().isNotFound();
        assertThat(list(hospital, "?unread=true").get("items")).hasSize(1);
    }

    @Test
    void shouldPageNewestFirst() {
        // given
        SignedIn patient = api.newPatient();
        add(patient, 5);

        // when
        JsonNode first = list(patient, "?limit=3");
        JsonNode second =
                list(patient, "?limit=3&cursor=" + first.get("nextCursor").asString());

        // then
        assertThat(Flux.concat(Flux.fromIterable(first.get("items")), Flux.fromIterable(second.get("items")))
                        .map(item -> Instant.parse(item.get("time").asString()))
                        .collectList()
                        .block())
                .hasSize(5)
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void shouldKeepTheNewestOnly() {
        // given
        SignedIn patient = api.newPatient();
        ReactiveMongoTemplate store = api.bean(ReactiveMongoTemplate.class);
        // As if they had come one after the other.
        store.insert(
                        IntStream.rangeClosed(1, Notifications.MOST + 2)
                                .mapToObj(i -> new Document("_id", "old-" + i + ' ' + patient.accountId())
                                        .append("accountId", patient.accountId())
                                        .append("time", Date.from(NOW.minusMillis(i))))
                                .toList(),
                        Notifications.COLLECTION)
                .blockLast(PATIENCE);

        // when
        add(patient, 1);

        // then
        List<Document> kept = store.find(ofAccount(patient), Document.class, Notifications.COLLECTION)
                .collectList()
                .block(PATIENCE);
        assertThat(kept).hasSize(Notifications.MOST);
        assertThat(kept)
                .extracting(stored -> stored.getDate("time").toInstant())
                .contains(NOW, NOW.minusMillis(Notifications.MOST - 1))
                .doesNotContain(NOW.minusMillis(Notifications.MOST));
    }

    @Test
    void shouldKeepTheSameOnceAndForgetItInTime() {
        // given
        SignedIn patient = api.newPatient();
        Notifications all = api.bean(Notifications.class);
        Notification old = Notification.ofAccount(
                UUID.randomUUID().toString(),
                patient.accountId(),
                NotificationType.PASSWORD_CHANGED,
                NOW.minus(Notifications.KEPT_FOR).plusSeconds(60));

        // when, then
        assertThat(all.add(old).block(PATIENCE)).isTrue();
        assertThat(all.add(old).block(PATIENCE)).isFalse();
        all.removeExpired(NOW.plusSeconds(30)).block(PATIENCE);
        assertThat(list(patient, "").get("items")).hasSize(1);
        all.removeExpired(NOW.plusSeconds(90)).block(PATIENCE);
        assertThat(list(patient, "").get("items")).isEmpty();
    }

    /** Somebody with the database cannot make one of another time or another account. */
    @Test
    void shouldShowWhatWasChangedAsUnreadableInItsPlace() {
        // given
        SignedIn patient = api.newPatient();
        add(patient, 3);

        // when
        api.bean(ReactiveMongoTemplate.class)
                .updateFirst(
                        ofAccount(patient),
                        Update.update("time", Date.from(NOW.plusSeconds(5))),
                        Notifications.COLLECTION)
                .block(PATIENCE);

        // then
        JsonNode first = list(patient, "?limit=1");
        assertThat(first.get("items")).singleElement().satisfies(item -> {
            assertThat(item.get("unreadable").get("reason").asString()).isEqualTo("SEAL_BROKEN");
            assertThat(item.has("type")).isFalse();
        });
        assertThat(list(patient, "?cursor=" + first.get("nextCursor").asString())
                        .get("items"))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.has("type")).isTrue());
        await().atMost(PATIENCE).until(() -> api.logged().contains("of notifications, but its seal is broken"));
    }

    private static void add(SignedIn owner, int count) {
        Notifications all = api.bean(Notifications.class);
        Flux.range(0, count)
                .concatMap(i -> all.add(Notification.ofAccount(
                        UUID.randomUUID().toString(),
                        owner.accountId(),
                        NotificationType.PASSWORD_CHANGED,
                        NOW.plusMillis(i))))
                .blockLast(PATIENCE);
    }

    private static JsonNode awaitOne(SignedIn owner, String type) {
        await().atMost(PATIENCE).until(() -> !list(owner, "").get("items").isEmpty());
        JsonNode items = list(owner, "").get("items");
        assertThat(items)
                .singleElement()
                .satisfies(item -> assertThat(item.get("type").asString()).isEqualTo(type));
        return items.get(0);
    }

    private static JsonNode list(SignedIn owner, String query) {
        return JsonMapper.shared()
                .readTree(api.client(owner)
                        .get()
                        .uri("/api/me/notifications" + query)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private static WebTestClient.ResponseSpec markRead(SignedIn owner, String id) {
        return api.client(owner)
                .post()
                .uri("/api/me/notifications/{id}/read", id)
                .bodyValue(Map.of())
                .exchange();
    }

    private static Document storedOf(SignedIn owner) {
        return api.bean(ReactiveMongoTemplate.class)
                .findOne(ofAccount(owner), Document.class, Notifications.COLLECTION)
                .block(PATIENCE);
    }

    private static Query ofAccount(SignedIn owner) {
        return Query.query(Criteria.where("accountId").is(owner.accountId()));
    }
}
