package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Patients and clinicians write records about the same patient, and change them. */
class AuthorshipApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);
    private final SignedIn patient = api.newPatient();
    private final String records = ConsentUnderTest.path(patient) + "/records";

    @Test
    void shouldLetOnlyTheAuthorsHospitalChangeARecordOfAClinician() {
        // given
        Member hospital = members.hospital();
        Member doctor = clinician(hospital);
        String record = created(doctor.signedIn());
        assertThat(text(patient, record)).contains("clinician-verified").doesNotContain("patient-stated");

        // then
        for (SignedIn other :
                new SignedIn[] {patient, clinician(members.hospital()).signedIn()}) {
            for (HttpMethod method : new HttpMethod[] {HttpMethod.PUT, HttpMethod.DELETE}) {
                change(method, other, record, 1)
                        .expectStatus()
                        .isForbidden()
                        .expectBody()
                        .jsonPath("$.type")
                        .isEqualTo("urn:healthpassport:problem:forbidden");
            }
        }
        change(HttpMethod.PUT, clinician(hospital).signedIn(), record, 1)
                .expectStatus()
                .isOk();
        change(HttpMethod.DELETE, doctor.signedIn(), record, 2).expectStatus().isNoContent();
    }

    @Test
    void shouldLetOnlyThePatientsSideChangeWhatThePatientStated() {
        // given
        SignedIn doctor = clinician(members.hospital()).signedIn();
        String record = created(patient);
        assertThat(text(doctor, record)).contains("patient-stated").doesNotContain("clinician-verified");

        // then
        change(HttpMethod.PUT, doctor, record, 1).expectStatus().isForbidden();
        change(HttpMethod.DELETE, doctor, record, 1).expectStatus().isForbidden();
        change(HttpMethod.PUT, patient, record, 1).expectStatus().isOk();
    }

    @Test
    void shouldShowTheHistoryOfWhatIsDeletedToThePatientAndTheAuthorsHospitalOnly() {
        // given
        Member hospital = members.hospital();
        SignedIn doctor = clinician(hospital).signedIn();
        SignedIn other = clinician(members.hospital()).signedIn();
        String record = created(doctor);
        get(other, record + "/history").expectStatus().isOk();
        String own = created(patient);

        // when
        change(HttpMethod.DELETE, doctor, record, 1).expectStatus().isNoContent();
        change(HttpMethod.DELETE, patient, own, 1).expectStatus().isNoContent();

        // then
        for (String history : List.of("/history", "/history/1")) {
            get(patient, record + history).expectStatus().isOk();
            get(doctor, record + history).expectStatus().isOk();
            get(clinician(hospital).signedIn(), record + history).expectStatus().isOk();
            get(patient, own + history).expectStatus().isOk();
            try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
                get(other, record + history).expectStatus().isEqualTo(HttpStatus.GONE);
                get(doctor, own + history).expectStatus().isEqualTo(HttpStatus.GONE);
                assertThat(recorded.all(2, event -> event.type() == EventType.ACCESS_DENIED))
                        .extracting(event -> event.payload(AccessDenied.class).getPatientId())
                        .containsOnly(patient.patientId());
            }
        }
        change(HttpMethod.PUT, other, record, 2).expectStatus().isForbidden();
        change(HttpMethod.PUT, doctor, record, 2).expectStatus().isOk();
        get(other, record + "/history").expectStatus().isOk();
    }

    private static ResponseSpec get(SignedIn who, String path) {
        return api.client(who).get().uri(path).exchange();
    }

    @ParameterizedTest
    @CsvSource({"patient-stated, 201", "clinician-verified, 422", "patient-shared, 422", "anything, 422"})
    void shouldTakeNoAuthorshipThatIsNotTrue(String claim, int status) {
        ResponseSpec answer = send(
                HttpMethod.POST,
                patient,
                records,
                Allergies.to("Latex")
                        .replaceFirst(
                                "\\{",
                                "{\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:authorship\",\"code\":\"" + claim
                                        + "\"}]},"));
        answer.expectStatus().isEqualTo(status);
        if (status == 422) {
            answer.expectBody().jsonPath("$.errors[0].pointer").isEqualTo("/meta/tag/0/code");
        }
    }

    /** People cannot tell these from ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"meta\":{\"tag\":[{\"code\":\"x\"},{\"system\":\"URN:healthpassport:Authorship\",\"code\":\"clinician-verified\"}]} | /meta/tag/1/system",
                "\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:authorship#\",\"code\":\"clinician-verified\"}]} | /meta/tag/0/system",
                "\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:authorship/\",\"code\":\"clinician-verified\"}]} | /meta/tag/0/system",
                "\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport\\u200B:authorship\",\"code\":\"clinician-verified\"}]} | /meta/tag/0/system",
                "\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:author-role \",\"code\":\"DOCTOR\"}]} | /meta/tag/0/system",
                "\"meta\":{\"security\":[{\"system\":\"urn:healthpassport:authorship\",\"code\":\"clinician-verified\"}]} | /meta/security/0/system",
                "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"p\",\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:authorship\",\"code\":\"clinician-verified\"}]}}],\"recorder\":{\"reference\":\"#p\"} | /contained/0/meta/tag/0/system",
                "\"extension\":[{\"url\":\"http://x.example/e\",\"valueMeta\":{\"tag\":[{\"system\":\"urn:healthpassport:author\",\"code\":\"x\"}]}}] | /extension/0/valueMeta/tag/0/system"
            })
    void shouldTakeNoTagThatLooksLikeOurs(String member, String pointer) {
        send(
                        HttpMethod.POST,
                        patient,
                        records,
                        Allergies.to("Latex").replaceFirst("\\{", "{" + member.replace("\\", "\\\\") + ","))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[?(@.pointer=='" + pointer + "')].detail")
                .value(detail -> assertThat(String.valueOf(detail)).contains("must not begin with urn:healthpassport"));
    }

    @Test
    void shouldTakeTagsOfOthers() {
        send(
                        HttpMethod.POST,
                        patient,
                        records,
                        Allergies.to("Latex")
                                .replaceFirst(
                                        "\\{",
                                        "{\"meta\":{\"tag\":[{\"system\":\"urn:health:tags\",\"code\":\"a\"}],"
                                                + "\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}]},"))
                .expectStatus()
                .isCreated();
    }

    private Member clinician(Member hospital) {
        Member doctor = members.doctor(hospital);
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ", "RECORDS_WRITE"));
        return doctor;
    }

    private String created(SignedIn author) {
        return send(HttpMethod.POST, author, records, Allergies.to("Penicillin"))
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location")
                .replace(ApiUnderTest.PUBLIC_URL, "");
    }

    private static String text(SignedIn reader, String path) {
        return new String(api.client(reader)
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBodyContent());
    }

    private static ResponseSpec change(HttpMethod method, SignedIn who, String path, long version) {
        var request = api.client(who).method(method).uri(path).header("If-Match", "W/\"" + version + '"');
        return method == HttpMethod.DELETE
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Allergies.to("Nickel"))
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
}
