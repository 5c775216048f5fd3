package org.healthpassport.api.record.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.record.RecordHidden;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A patient hides records; the patient's side and the author's hospital see them with a mark, and nobody else at all. */
class HidingApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final String MARK = "{\"system\":\"urn:healthpassport:visibility\",\"code\":\"hidden\"}";

    private static Member hospital;
    private static Member author;
    private static Member elsewhere;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private final SignedIn patient = api.newPatient();
    private final String records = ConsentUnderTest.path(patient) + "/records";

    @BeforeAll
    static void registerHospitals() {
        Members members = new Members(api);
        hospital = members.hospital();
        author = members.doctor(hospital);
        elsewhere = members.doctor(members.hospital());
    }

    @Test
    void shouldShowItMarkedToThePatientsSideAndTheAuthorsHospital() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        Member colleague = new Members(api).doctor(hospital);
        let(colleague);
        SignedIn reader = api.newPatient();
        representatives.represented(patient, patient, reader, "READ");

        // when
        hide(patient, record);

        // then
        String fhir = "/fhir/AllergyIntolerance/" + id(record);
        for (SignedIn who : List.of(
                patient, author.signedIn(), colleague.signedIn(), RepresentationUnderTest.as(reader, patient))) {
            for (String path : List.of(
                    record,
                    record + "/history",
                    record + "/history/1",
                    records,
                    records + "?sort=date",
                    fhir,
                    fhir + "/_history",
                    fhir + "/_history/1",
                    "/fhir/AllergyIntolerance/_history?patient=" + patient.patientId())) {
                assertThat(text(get(who, path).expectStatus().isOk())).as(path).contains(MARK, "1.50");
            }
            get(who, record).expectHeader().valueEquals("ETag", "W/\"1\"");
        }

        // when
        show(patient, record);

        // then
        assertThat(text(get(elsewhere.signedIn(), record).expectStatus().isOk()))
                .contains("Latex")
                .doesNotContain("visibility");
        assertThat(text(get(patient, record + "/history").expectStatus().isOk()))
                .doesNotContain("visibility");
    }

    @Test
    void shouldNotExistForOthers() {
        // given
        let(author, elsewhere);
        for (String record : List.of(created(author.signedIn()), created(patient))) {
            String fhir = "/fhir/AllergyIntolerance/" + id(record);
            String unknown = records + "/01a00000-0000-7000-8000-000000000000";
            assertThat(text(get(elsewhere.signedIn(), records))).contains(id(record));

            // when
            hide(patient, record);

            // then
            SignedIn other = elsewhere.signedIn();
            assertThat(problem(get(other, record))).isEqualTo(problem(get(other, unknown)));
            for (String path : List.of(
                    record,
                    record + "/history",
                    record + "/history/1",
                    fhir,
                    fhir + "/_history",
                    fhir + "/_history/1")) {
                get(other, path).expectStatus().isNotFound();
            }
            for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE)) {
                change(method, other, record, 1).expectStatus().isNotFound();
                change(method, other, record, 7).expectStatus().isNotFound();
            }
            for (String list : List.of(
                    records,
                    records + "?type=AllergyIntolerance",
                    records + "?sort=date",
                    "/fhir/AllergyIntolerance/_history?patient=" + patient.patientId())) {
                assertThat(text(get(other, list).expectStatus().isOk()))
                        .as(list)
                        .doesNotContain(id(record));
            }
        }
    }

    /** The address does not name the patient, so a right to other things must not tell that there is something. */
    @Test
    void shouldNotExistAtFhirForThoseWhoMayDoOtherThings() {
        // given
        SignedIn other = elsewhere.signedIn();
        calls.granted(patient, ConsentUnderTest.toDoctor(elsewhere, "DOCUMENTS_READ"));
        String record = created(patient);
        List<String> reads = List.of(
                "/fhir/AllergyIntolerance/" + id(record),
                "/fhir/AllergyIntolerance/" + id(record) + "/_history",
                "/fhir/Provenance/" + id(record) + ".v1");
        reads.forEach(path -> get(other, path).expectStatus().isForbidden());

        // when
        hide(patient, record);

        // then
        reads.forEach(path -> get(other, path).expectStatus().isNotFound());
        calls.granted(patient, ConsentUnderTest.toDoctor(elsewhere, "RECORDS_READ"));
        for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE)) {
            change(method, other, reads.get(0), 1).expectStatus().isNotFound();
        }
    }

    @Test
    void shouldTellThePatientWhoAskedForIt() {
        // given
        let(elsewhere);
        String record = created(patient);
        hide(patient, record);

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            get(elsewhere.signedIn(), record).expectStatus().isNotFound();

            // then
            assertThat(recorded.all(1, event -> event.type() == EventType.ACCESS_DENIED))
                    .extracting(event -> event.payload(AccessDenied.class).getPatientId())
                    .containsExactly(patient.patientId());
        }
    }

    @Test
    void shouldBeKeptFromEmergencyAccessButNotOfTheAuthorsHospital() {
        // given
        EmergencyUnderTest emergency = new EmergencyUnderTest(api);
        Member enabled = emergency.enabledHospital();
        Member there = new Members(api).doctor(enabled);
        let(there);
        String record = created(there.signedIn());
        String own = created(patient);
        hide(patient, record);
        hide(patient, own);
        Member colleague = new Members(api).doctor(enabled);
        Member stranger = new Members(api).doctor(emergency.enabledHospital());

        // when
        emergency.taken(colleague, patient);
        emergency.taken(stranger, patient);

        // then
        assertThat(text(get(colleague.signedIn(), record).expectStatus().isOk()))
                .contains(MARK);
        get(colleague.signedIn(), own).expectStatus().isNotFound();
        get(stranger.signedIn(), record).expectStatus().isNotFound();
        get(stranger.signedIn(), own).expectStatus().isNotFound();
        assertThat(text(get(stranger.signedIn(), records).expectStatus().isOk()))
                .doesNotContain(id(record), id(own));
    }

    @Test
    void shouldBeHiddenByWhoeverMayWriteForThePatientOnly() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        SignedIn writer = api.newPatient();
        representatives.represented(patient, patient, writer, "READ", "WRITE");
        SignedIn reader = api.newPatient();
        representatives.represented(patient, patient, reader, "READ");
        SignedIn stranger = api.newPatient();

        // then
        for (SignedIn clinician : List.of(author.signedIn(), elsewhere.signedIn(), reader)) {
            hiding(HttpMethod.POST, clinician, record).expectStatus().isForbidden();
            hiding(HttpMethod.DELETE, clinician, record).expectStatus().isForbidden();
            hiding(HttpMethod.POST, clinician, records + "/unknown")
                    .expectStatus()
                    .isForbidden();
        }
        hiding(HttpMethod.POST, stranger, record).expectStatus().isNotFound();
        hiding(HttpMethod.POST, patient, records + "/unknown").expectStatus().isNotFound();
        hiding(HttpMethod.POST, stranger, ConsentUnderTest.path(stranger) + "/records/" + id(record))
                .expectStatus()
                .isNotFound();

        // when
        hide(RepresentationUnderTest.as(writer, patient), record);

        // then
        get(elsewhere.signedIn(), record).expectStatus().isNotFound();
        show(RepresentationUnderTest.as(writer, patient), record);
        get(elsewhere.signedIn(), record).expectStatus().isOk();
    }

    @Test
    void shouldStandBehindNoLinkWhoeverMadeItAndWhenever() {
        // given
        SignedIn carer = api.newPatient();
        representatives.represented(patient, patient, carer, RepresentationUnderTest.ALL);
        String secret = sharing.record(patient, allergy("Dust"));
        String kept = sharing.record(patient, allergy("Latex"));
        Map<String, Object> both = summaryLink("content", Map.of("summary", true, "records", List.of(secret, kept)));
        HealthLinkReader ofPatient = sharing.newLink(patient, both);
        HealthLinkReader ofCarer = sharing.newLink(RepresentationUnderTest.as(carer, patient), both);
        HealthLinkReader ofSecret =
                sharing.newLink(patient, summaryLink("content", Map.of("records", List.of(secret))));
        String file = sharing.opened(ofPatient, by("Dr. Who", "embeddedLengthMax", 0))
                .at("/files/1/location")
                .asString();

        // when
        hide(patient, records + '/' + secret);

        // then
        for (HealthLinkReader link : List.of(
                ofPatient,
                ofCarer,
                sharing.newLink(patient, summaryLink()),
                sharing.newLink(RepresentationUnderTest.as(carer, patient), summaryLink()))) {
            assertThat(contents(link, sharing.opened(link, by("Dr. Who"))))
                    .contains("Latex")
                    .doesNotContain("Dust", "visibility", secret);
        }
        assertThat(new String(ofPatient
                        .decrypt(text(sharing.file(file).expectStatus().isOk()))
                        .bytes()))
                .contains("Latex")
                .doesNotContain("Dust");
        sharing.open(ofSecret, by("Dr. Who")).expectStatus().isNotFound();
        assertThat(text(sharing.ask(patient, both).expectStatus().isEqualTo(422)))
                .contains("/content/records/0");

        // when
        show(patient, records + '/' + secret);

        // then
        assertThat(contents(ofCarer, sharing.opened(ofCarer, by("Dr. Who")))).contains("Latex", "Dust");
        sharing.opened(ofSecret, by("Dr. Who"));
    }

    @Test
    void shouldMakeNoVersionAndTellOnceHoweverOftenItIsAsked() {
        // given
        String record = created(patient);

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // when
            hide(patient, record);
            hide(patient, record);
            show(patient, record);
            show(patient, record);

            // then
            List<Event> told = recorded.all(
                    2, event -> event.subject().equals(id(record)) && event.type() != EventType.RECORD_CREATED);
            assertThat(told).extracting(Event::type).containsExactly(EventType.RECORD_HIDDEN, EventType.RECORD_SHOWN);
            assertThat(told.get(0).payload(RecordHidden.class))
                    .isEqualTo(new RecordHidden(id(record), patient.patientId(), "AllergyIntolerance"));
        }
        change(HttpMethod.PUT, patient, record, 1)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "W/\"2\"");
        assertThat(json(get(patient, record + "/history")).get("items")).hasSize(2);
    }

    @Test
    void shouldStayHiddenWhenTheAuthorsHospitalAmendsIt() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        hide(patient, record);
        String sentBack = text(get(author.signedIn(), record).expectStatus().isOk());

        // when
        String answer =
                text(put(author.signedIn(), record, 1, sentBack).expectStatus().isOk());

        // then
        assertThat(answer).contains(MARK, "\"versionId\":\"2\"");
        assertThat(answer.split("urn:healthpassport:visibility")).hasSize(2);
        get(elsewhere.signedIn(), record).expectStatus().isNotFound();

        // when it is shown again
        show(patient, record);

        // then nothing of the mark was stored
        assertThat(text(get(patient, record + "/history"))).doesNotContain("visibility");
    }

    @Test
    void shouldNotChangeWithADeletionOrARestoration() {
        // given
        let(author, elsewhere);
        String record = created(author.signedIn());
        hide(patient, record);

        // when
        change(HttpMethod.DELETE, author.signedIn(), record, 1).expectStatus().isNoContent();

        // then
        get(elsewhere.signedIn(), record).expectStatus().isNotFound();
        get(elsewhere.signedIn(), record + "/history").expectStatus().isNotFound();
        get(author.signedIn(), record).expectStatus().isEqualTo(410);
        assertThat(text(get(patient, record + "/history").expectStatus().isOk()))
                .contains(MARK);
        hiding(HttpMethod.POST, patient, record).expectStatus().isEqualTo(410);
        hiding(HttpMethod.DELETE, patient, record).expectStatus().isEqualTo(410);

        // when
        assertThat(text(change(HttpMethod.PUT, author.signedIn(), record, 2)
                        .expectStatus()
                        .isOk()))
                .contains(MARK);

        // then
        get(elsewhere.signedIn(), record).expectStatus().isNotFound();
    }

    /** A sender who believes that a tag hides a record must learn that it does not. */
    @ParameterizedTest
    @CsvSource({"false, hidden, 422, /meta/tag/0", "true, hidden, 200,", "true, shown, 422, /meta/tag/0/code"})
    void shouldTakeNoMarkThatIsNotTrue(boolean hidden, String code, int status, String pointer) {
        // given
        String record = created(patient);
        if (hidden) {
            hide(patient, record);
        }
        String claiming = allergy("Latex")
                .replaceFirst(
                        "\\{",
                        "{\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:visibility\",\"code\":\"" + code
                                + "\"}]},");

        // when
        ResponseSpec answer = put(patient, record, 1, claiming);

        // then
        answer.expectStatus().isEqualTo(status);
        if (status == 422) {
            assertThat(text(answer)).contains("\"pointer\":\"" + pointer + '"');
        }
        send(HttpMethod.POST, patient, records, claiming).expectStatus().isEqualTo(422);
    }

    @Test
    void shouldNotBeFoundByWhoeverAsksForItsIdentifier() {
        // given
        let(elsewhere);
        String resource = allergy("Latex")
                .replaceFirst(
                        "\\{",
                        "{\"identifier\":[{\"system\":\"http://x.example\",\"value\":\"4711\"}],\"patient\":{\"reference\":\"Patient/"
                                + patient.patientId() + "\"},");
        String record = location(send(HttpMethod.POST, patient, records, resource));
        hide(patient, record);

        // when
        String ofPatient = location(ensure(patient, resource));
        String ofOther = location(ensure(elsewhere.signedIn(), resource));

        // then
        assertThat(ofPatient).contains(id(record));
        assertThat(ofOther).doesNotContain(id(record));
    }

    @Test
    void shouldLoseNeitherAnAmendmentNorTheHidingWhenTheyRace() throws Exception {
        // given
        let(author, elsewhere);

        for (int round = 0; round < 10; round++) {
            String record = created(author.signedIn());

            // when
            List<Integer> statuses = AtOnce.statuses(
                    2,
                    number -> number == 0
                            ? hiding(HttpMethod.POST, patient, record)
                            : change(HttpMethod.PUT, author.signedIn(), record, 1));

            // then
            assertThat(statuses).containsExactly(204, 200);
            assertThat(text(get(patient, record).expectStatus().isOk())).contains(MARK, "Nickel");
            get(elsewhere.signedIn(), record).expectStatus().isNotFound();
            assertThat(json(get(patient, record + "/history")).get("items")).hasSize(2);
        }
    }

    private void let(Member... clinicians) {
        for (Member clinician : clinicians) {
            calls.granted(patient, ConsentUnderTest.toDoctor(clinician, "RECORDS_READ", "RECORDS_WRITE"));
        }
    }

    private String created(SignedIn who) {
        return location(send(HttpMethod.POST, who, records, allergy("Latex"))
                .expectStatus()
                .isCreated());
    }

    private static void hide(SignedIn who, String record) {
        hiding(HttpMethod.POST, who, record).expectStatus().isNoContent().expectBody();
    }

    private static void show(SignedIn who, String record) {
        hiding(HttpMethod.DELETE, who, record).expectStatus().isNoContent().expectBody();
    }

    private static ResponseSpec hiding(HttpMethod method, SignedIn who, String record) {
        return api.client(who).method(method).uri(record + "/hiding").exchange();
    }

    private static ResponseSpec ensure(SignedIn who, String resource) {
        return api.client(who)
                .post()
                .uri("/fhir/AllergyIntolerance")
                .header("If-None-Exist", "identifier=http://x.example|4711")
                .contentType(MediaType.parseMediaType("application/fhir+json"))
                .bodyValue(resource)
                .exchange();
    }

    private static ResponseSpec get(SignedIn who, String path) {
        return api.client(who).get().uri(path).exchange();
    }

    private static ResponseSpec change(HttpMethod method, SignedIn who, String path, long version) {
        return method == HttpMethod.PUT
                ? put(who, path, version, Allergies.to("Nickel"))
                : api.client(who)
                        .method(method)
                        .uri(path)
                        .header("If-Match", "W/\"" + version + '"')
                        .exchange();
    }

    private static ResponseSpec put(SignedIn who, String path, long version, String body) {
        return api.client(who)
                .put()
                .uri(path)
                .header("If-Match", "W/\"" + version + '"')
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static ResponseSpec send(HttpMethod method, SignedIn who, String path, String body) {
        return api.client(who)
                .method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static String location(ResponseSpec answer) {
        return answer.expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location")
                .replace(ApiUnderTest.PUBLIC_URL, "");
    }

    private static String text(ResponseSpec answer) {
        return Allergies.text(answer);
    }

    private static JsonNode json(ResponseSpec answer) {
        return JsonMapper.shared().readTree(text(answer));
    }

    /** Without the members that name the request. */
    private static List<String> problem(ResponseSpec answer) {
        JsonNode problem = json(answer.expectStatus().isNotFound());
        return List.of(problem.get("type").asString(), problem.get("detail").asString());
    }

    private static String contents(HealthLinkReader link, JsonNode manifest) {
        StringBuilder all = new StringBuilder();
        for (JsonNode file : manifest.get("files")) {
            all.append(new String(link.decrypt(file.get("embedded").asString()).bytes()));
        }
        return all.toString();
    }

    private static String id(String path) {
        return SharingUnderTest.idIn(path);
    }
}
