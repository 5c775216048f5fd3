package org.healthpassport.api.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;
import static org.healthpassport.api.trail.TrailUnderTest.items;
import static org.healthpassport.api.trail.TrailUnderTest.of;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.audit.AuditStamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Patients see who looked, over HTTP; the events come from the broker. */
class TrailApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Members members = new Members(api);
    private SignedIn ada;

    @BeforeEach
    void register() {
        ada = api.newPatient();
    }

    @Test
    void shouldShowThePatientEverythingThatWasDoneRightBefore() {
        // when
        calls.get(ada, path(ada) + "/records").expectStatus().isOk();
        String recordId = sharing.record(ada, allergy("Penicillin"));
        JsonNode page = trail.page(ada, ada, "");

        // then
        List<JsonNode> items = items(page);
        assertThat(items)
                .extracting(item -> item.get("action").asString()
                        + ' '
                        + item.get("resourceType").asString())
                .startsWith("READ ACCESS", "CREATE RECORD", "READ RECORD");
        JsonNode created = items.get(1);
        assertThat(created.get("resourceId").asString()).isEqualTo(recordId);
        assertThat(created.at("/actor/accountId").asString()).isEqualTo(ada.accountId());
        assertThat(created.at("/actor/name").asString()).isEqualTo("Ada Example");
        assertThat(created.at("/actor/role").asString()).isEqualTo("PATIENT");
        assertThat(created.at("/actor/hospitalId").isNull()).isTrue();
        assertThat(created.get("right").asString()).isEqualTo("SELF");
        assertThat(created.get("purpose").asString()).isEqualTo("PATRQT");
        assertThat(created.get("outcome").asInt()).isZero();
        assertThat(created.get("onBehalfOf").isNull()).isTrue();
        assertThat(created.get("index").isNull()).isTrue();
        assertThat(Instant.parse(created.get("time").asString())).isBefore(Instant.now());
        assertThat(page.has("nextCursor")).isFalse();
    }

    /** Without a reader, so that nothing but the consumers makes them. */
    @Test
    void shouldMakeTheRowsFromTheTopics() {
        // given
        int before = 0;

        // when
        calls.get(ada, path(ada) + "/records").expectStatus().isOk();
        sharing.record(ada, allergy("Penicillin"));

        // then
        List<Document> rows = trail.awaitRows(ada, before + 2);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.keySet())
                        .containsExactlyInAnyOrder("_id", "patientId", "time", "revision", "sealed"));
        assertThat(rows.toString()).doesNotContain(ada.accountId());
    }

    @Test
    void shouldNameTheDoctorTheHospitalAndTheConsent() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        String consentId = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));

        // when
        calls.readRecords(doctor, ada).expectStatus().isOk();

        // then
        List<JsonNode> items = trail.before(ada, ada);
        JsonNode read = items.get(0);
        assertThat(read.get("action").asString()).isEqualTo("READ");
        assertThat(read.at("/actor/accountId").asString()).isEqualTo(doctor.accountId());
        assertThat(read.at("/actor/name").asString()).isEqualTo("Grace Example");
        assertThat(read.at("/actor/role").asString()).isEqualTo("DOCTOR");
        assertThat(read.at("/actor/hospitalId").asString()).isEqualTo(hospital.hospitalId());
        assertThat(read.at("/actor/hospitalName").asString()).isEqualTo("General Hospital");
        assertThat(read.get("right").asString()).isEqualTo("CONSENT");
        assertThat(read.get("consentId").asString()).isEqualTo(consentId);
        assertThat(read.get("purpose").asString()).isEqualTo("TREAT");
        assertThat(items.get(1).get("action").asString()).isEqualTo("SHARE");
        assertThat(items.get(1).get("resourceId").asString()).isEqualTo(consentId);

        // when, then a grantee sees no trail, and that is in it
        trail.get(doctor.signedIn(), ada, "").expectStatus().isForbidden();
        assertThat(trail.before(ada, ada))
                .filteredOn(of("DENIED", "ACCESS"))
                .singleElement()
                .satisfies(denied -> {
                    assertThat(denied.at("/actor/accountId").asString()).isEqualTo(doctor.accountId());
                    assertThat(denied.get("outcome").asInt()).isEqualTo(8);
                });
    }

    @Test
    void shouldShowEmergencyAccess() {
        // given
        Member doctor = members.doctor(new EmergencyUnderTest(api).enabledHospital());

        // when
        new EmergencyUnderTest(api).taken(doctor, ada);
        calls.readRecords(doctor, ada).expectStatus().isOk();

        // then
        List<JsonNode> items = trail.before(ada, ada);
        assertThat(items.get(0).get("right").asString()).isEqualTo("EMERGENCY");
        assertThat(items.get(0).get("purpose").asString()).isEqualTo("ETREAT");
        assertThat(of("CREATE", "EMERGENCY_ACCESS").test(items.get(1))).isTrue();
        assertThat(items.get(1).at("/actor/accountId").asString()).isEqualTo(doctor.accountId());
    }

    @Test
    void shouldSayForWhomARepresentativeActed() {
        // given
        SignedIn carer = api.newPatient();
        represent(carer, "READ", "CONSENT");
        SignedIn reader = api.newPatient();
        represent(reader, "READ");

        // when
        calls.get(carer, path(ada) + "/records").expectStatus().isOk();

        // then
        JsonNode read = trail.before(carer, ada).get(0);
        assertThat(read.get("right").asString()).isEqualTo("REPRESENTATIVE");
        assertThat(read.get("onBehalfOf").asString()).isEqualTo(ada.patientId());
        assertThat(read.at("/actor/accountId").asString()).isEqualTo(carer.accountId());
        assertThat(read.at("/actor/name").asString()).isEqualTo("Ada Example");
        trail.get(reader, ada, "").expectStatus().isForbidden();
    }

    @Test
    void shouldShowWhoOpenedALinkByTheNameTheyGave() {
        // given
        String path = sharing.taken(ada, summaryLink());

        // when
        sharing.opened(sharing.link(ada, path), by("Dr. Who"));

        // then
        JsonNode opened = trail.before(ada, ada).get(0);
        assertThat(opened.get("action").asString()).isEqualTo("LINK_OPENED");
        assertThat(opened.get("actor").isNull()).isTrue();
        assertThat(opened.get("right").asString()).isEqualTo("LINK");
        assertThat(opened.get("recipient").asString()).isEqualTo("Dr. Who");
        assertThat(trail.before(ada, ada)).filteredOn(of("SHARE", "QR_CODE")).hasSize(1);
    }

    @Test
    void shouldShowDeniedStrangersAndNotNameOtherPatients() {
        // given
        Member stranger = members.doctor(members.hospital());
        SignedIn other = api.newPatient();

        // when
        calls.readRecords(stranger, ada).expectStatus().isNotFound();
        calls.get(other, path(ada) + "/records").expectStatus().isNotFound();

        // then
        List<JsonNode> items = trail.before(ada, ada);
        assertThat(items).extracting(item -> item.get("action").asString()).startsWith("DENIED", "DENIED");
        assertThat(items.get(0).at("/actor/accountId").asString()).isEqualTo(other.accountId());
        assertThat(items.get(0).at("/actor/name").isNull()).isTrue();
        assertThat(items.get(1).at("/actor/name").asString()).isEqualTo("Grace Example");
        assertThat(items.get(1).get("resourceType").asString()).isEqualTo("RECORD");
        assertThat(items.get(1).get("outcome").asInt()).isEqualTo(8);
        assertThat(items.get(1).get("right").isNull()).isTrue();
    }

    @Test
    void shouldShowAnAuditorsLookUp() {
        // given
        SignedIn auditor = api.auditor();

        // when
        calls.get(auditor, "/api/people/" + ada.patientId()).expectStatus().isOk();

        // then
        JsonNode lookedUp = trail.before(ada, ada).get(0);
        assertThat(of("READ", "PERSON").test(lookedUp)).isTrue();
        assertThat(lookedUp.at("/actor/accountId").asString()).isEqualTo(auditor.accountId());
        assertThat(lookedUp.at("/actor/role").asString()).isEqualTo("AUDITOR");
        assertThat(lookedUp.get("right").asString()).isEqualTo("ADMIN");
    }

    /** It registers a dependant and adds the first representative, and is one request. */
    @Test
    void shouldMakeOneItemOfSeveralEventsOfARequest() {
        // when
        SignedIn child = new RepresentationUnderTest(api).child(ada);

        // then
        assertThat(trail.before(ada, child)).hasSize(1);
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> trail.rows(child).size() == 2);
    }

    /** Otherwise a doctor could hide a hundred reads behind one. */
    @Test
    void shouldNotTakeRequestsWithOneIdForOne() {
        // given
        Member doctor = members.doctor(members.hospital());
        calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));

        // when
        for (int i = 0; i < 3; i++) {
            api.client(doctor.signedIn())
                    .get()
                    .uri(path(ada) + "/records")
                    .header("X-Request-Id", "always-the-same")
                    .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        // then
        assertThat(trail.before(ada, ada)).filteredOn(of("READ", "RECORD")).hasSize(3);
    }

    @Test
    void shouldPageWithoutLossAndInsideOfATime() {
        // given
        IntStream.range(0, 7)
                .forEach(i ->
                        calls.get(ada, path(ada) + "/records").expectStatus().isOk());
        List<JsonNode> all = trail.before(ada, ada);
        String from = all.get(5).get("time").asString();
        String to = all.get(0).get("time").asString();

        // when
        List<JsonNode> paged = new ArrayList<>();
        JsonNode page = trail.page(ada, ada, "?limit=2&from=" + from + "&to=" + to);
        paged.addAll(items(page));
        while (page.has("nextCursor")) {
            page = trail.page(
                    ada,
                    ada,
                    "?limit=2&from=" + from + "&to=" + to + "&cursor="
                            + page.get("nextCursor").asString());
            paged.addAll(items(page));
        }

        // then
        assertThat(paged)
                .isEqualTo(all.stream()
                        .filter(item -> item.get("time").asString().compareTo(from) >= 0
                                && item.get("time").asString().compareTo(to) < 0)
                        .toList())
                .isNotEmpty();
        assertThat(items(trail.page(ada, ada, "?to=1969-01-01T00:00:00Z"))).isEmpty();
        assertThat(items(trail.page(ada, ada, "?to=-999999999-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?from=yesterday", "?to=2026-01-01", "?limit=0", "?cursor=nonsense"})
    void shouldRefuseWhatIsNoTimeOrPage(String query) {
        trail.get(ada, ada, query).expectStatus().isBadRequest();
    }

    @Test
    void shouldNameChangedAndMovedRowsAsUnreadable() {
        // given
        SignedIn other = api.newPatient();
        for (SignedIn patient : List.of(ada, other)) {
            calls.get(patient, path(patient) + "/records").expectStatus().isOk();
            calls.get(patient, path(patient) + "/documents").expectStatus().isOk();
        }
        Document documents = trail.awaitRows(ada, 2).get(0);
        Document records = trail.rows(ada).get(1);
        Document ofOther = trail.awaitRows(other, 2).get(0);

        // when one has the seal of another, one is later than it was, and one was of another patient
        trail.change(documents, "sealed", records.get("sealed"));
        trail.change(records, "time", new Date(records.getDate("time").getTime() + 1));
        trail.change(ofOther, "patientId", ada.patientId());

        // then
        assertThat(trail.before(ada, ada))
                .hasSize(3)
                .allSatisfy(item ->
                        assertThat(item.at("/unreadable/reason").asString()).isEqualTo("SEAL_BROKEN"));
    }

    @Test
    void shouldTakeLateDuplicatesForWhatTheyAre() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            calls.get(ada, path(ada) + "/records").expectStatus().isOk();
            Event read = recorded.one(this::isOfAda);
            Document row = trail.awaitRows(ada, 1).get(0);

            // when
            trail.publish(read);
            calls.get(ada, path(ada) + "/documents").expectStatus().isOk();

            // then
            assertThat(trail.awaitRows(ada, 2)).contains(row);
        }
    }

    @Test
    void shouldAccuseNobodyByForgedEvents() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn victim = api.newPatient();
            calls.get(ada, path(ada) + "/records").expectStatus().isOk();
            Event read = recorded.one(this::isOfAda);
            trail.awaitRows(ada, 1);

            // when it comes as another event, of another patient, of another request, and by another account
            AuditStamp stamp = read.stamp();
            trail.publish(copy(read, "0199f1a4-0c58-7d41-9be2-7f06c5d83a14", ada.patientId(), "same", stamp));
            trail.publish(new Event(
                    read.id(),
                    read.type(),
                    read.subject(),
                    read.time(),
                    victim.patientId(),
                    read.sequence(),
                    read.correlationId(),
                    null,
                    null,
                    EventCodec.encode(new DataRead(
                            victim.patientId(),
                            "RECORD",
                            null,
                            read.payload(DataRead.class).getInteraction(),
                            read.payload(DataRead.class).getRight(),
                            null)),
                    EncodedStamp.of(stamp)));
            trail.publish(copy(read, read.id(), ada.patientId(), "another request", stamp));
            trail.publish(copy(read, read.id(), ada.patientId(), "same", madeBy(stamp, victim.accountId())));
            calls.get(ada, path(ada) + "/documents").expectStatus().isOk();

            // then
            trail.awaitRows(ada, 2);
            assertThat(trail.rows(victim)).isEmpty();
            assertThat(trail.before(ada, ada))
                    .hasSize(2)
                    .allSatisfy(item ->
                            assertThat(item.at("/actor/accountId").asString()).isEqualTo(ada.accountId()));
            assertThat(api.logged()).contains("Find out who can write to Kafka");
        }
    }

    private boolean isOfAda(Event event) {
        return event.type() == EventType.DATA_READ
                && event.payload(DataRead.class).getPatientId().equals(ada.patientId());
    }

    /** The builder of Avro would load classes that tests do not allow it. */
    private static AuditStamp madeBy(AuditStamp stamp, String actor) {
        return new AuditStamp(
                stamp.getAction(),
                stamp.getOutcome(),
                stamp.getPatient(),
                actor,
                stamp.getActorRole(),
                stamp.getOrganization(),
                stamp.getPurpose(),
                stamp.getBreakGlass(),
                stamp.getKeyId(),
                stamp.getSealedDetail(),
                stamp.getCommitment());
    }

    private static Event copy(Event event, String id, String key, String request, AuditStamp stamp) {
        return new Event(
                id,
                event.type(),
                event.subject(),
                event.time(),
                key,
                event.sequence(),
                request.equals("same") ? event.correlationId() : request,
                event.causationId(),
                event.traceparent(),
                event.data(),
                EncodedStamp.of(stamp));
    }

    private void represent(SignedIn representative, String... rights) {
        new RepresentationUnderTest(api).represented(ada, ada, representative, rights);
    }
}
