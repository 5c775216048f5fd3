package org.healthpassport.api.fhir.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class PatientApiTest {
    private static final String MEMBERS = """
            "meta":{"profile":["http://example.org/p"]},"active":true,\
            "name":[{"use":"maiden","family":"Byron"},{"use":"official","family":"Lovelace","given":["Ada","Augusta"],"_given":[null,{"extension":[{"url":"http://example.org/e","valueDecimal":1.50}]}]}],\
            "telecom":[{"system":"phone","value":"+44 20 7946 0000"}],"gender":"female","birthDate":"1915-12-10"}""";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final SignedIn patient = api.newPatient();
    private final String rest = "/api/patients/" + patient.patientId();
    private final String path = "/fhir/Patient/" + patient.patientId();

    @Test
    void shouldShowTheDemographicsOfTheAccountOnBothSurfaces() {
        // when
        Answer answer = fhir.get(patient, path);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(answer.json().at("/name/0/family").asString()).isEqualTo("Example");
        assertThat(answer.json().path("id").asString()).isEqualTo(patient.patientId());
        assertThat(answer.json().at("/meta/versionId").asString()).isEqualTo("1");
        assertThat(fhir.get(patient, rest).text()).isEqualTo(answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/patients/", "/fhir/Patient/"})
    void shouldKeepWhatIsWrittenAndTellTheAccount(String base) {
        // when
        Answer written = fhir.put(patient, base + patient.patientId(), 1, resource(MEMBERS));

        // then
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(written.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(written.text()).isEqualTo(resource(MEMBERS).replace("/p\"]}", "/p\"],\"versionId\":\"2\"}"));
        assertThat(fhir.get(patient, path).text()).isEqualTo(written.text());
        JsonNode account = fhir.get(patient, "/api/me").json();
        assertThat(account.at("/name/given").asString()).isEqualTo("Ada Augusta");
        assertThat(account.at("/name/family").asString()).isEqualTo("Lovelace");
        assertThat(account.path("birthDate").asString()).isEqualTo("1915-12-10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'use':'old','family':'A'},{'family':'B'}",
                "{'use':'official','family':'A','period':{'end':'2001-05'}},{'use':'nickname','family':'B'}",
                "{'use':'usual','family':'A'},{'use':'official','family':'B','period':{'start':'2001'}}",
                "{'use':'official','family':'A','period':{'end':'2001'}},{'family':'B','period':{'end':'2999'}}"
            })
    void shouldTakeTheCurrentNameForTheAccount(String names) {
        // when
        Answer written = fhir.put(
                patient,
                path,
                1,
                resource("\"name\":[" + names.replace('\'', '"') + "],\"birthDate\":\"1980-01-01\"}"));

        // then
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(fhir.get(patient, "/api/me").json().at("/name/family").asString())
                .isEqualTo("B");
    }

    @Test
    void shouldShowAChangeOfTheAccountBesideWhatWasWritten() {
        // given
        fhir.put(patient, path, 1, resource(MEMBERS));
        String tag = fhir.get(patient, "/api/me").header("ETag");

        // when
        fhir.send(
                patient,
                HttpMethod.PATCH,
                "/api/me",
                "{\"name\":{\"given\":\"Grace\",\"family\":\"Hopper\"},\"birthDate\":\"1936-12-09\"}",
                Map.of("If-Match", tag, "Content-Type", "application/json"));

        // then
        JsonNode shown = fhir.get(patient, path).json();
        assertThat(shown.path("name").toString())
                .isEqualTo(
                        "[{\"use\":\"maiden\",\"family\":\"Byron\"},{\"use\":\"official\",\"family\":\"Hopper\",\"given\":[\"Grace\"]}]");
        assertThat(shown.path("birthDate").asString()).isEqualTo("1936-12-09");
        assertThat(shown.path("gender").asString()).isEqualTo("female");
        assertThat(shown.at("/meta/versionId").asString()).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":[{\"family\":\"X\"}]} | birthDate",
                "\"birthDate\":\"1980-01-01\"} | name",
                "\"name\":[{\"text\":\"X\"}],\"birthDate\":\"1980-01-01\"} | name",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"2980-01-01\"} | birthDate",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-02-30\"} | birthDate",
                "\"name\":[{\"use\":\"old\",\"family\":\"X\"}],\"birthDate\":\"1980-01-01\"} | name",
                "\"name\":[{\"family\":\"X\",\"period\":{\"end\":\"2001\"}}],\"birthDate\":\"1980-01-01\"} | name",
                "\"name\":\"X\",\"birthDate\":\"1980-01-01\"} | name",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-01-01\",\"nonsense\":1} | nonsense",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-01-01\",\"gender\":\"f\"} | gender",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-01-01\",\"meta\":{\"tag\":[{\"system\":\"urn:healthpassport:authorship\",\"code\":\"clinician-verified\"}]}} | meta.tag[0].system",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-01-01\",\"meta\":{\"tag\":[{\"system\":\"URN:healthpassport:authorship\",\"code\":\"clinician-verified\"}]}} | meta.tag[0].system",
                "\"name\":[{\"family\":\"X\"}],\"birthDate\":\"1980-01-01\",\"meta\":{\"security\":[{\"system\":\"urn:healthpassport:authorship\",\"code\":\"clinician-verified\"}]}} | meta.security[0].system"
            })
    void shouldRefuseWhatDoesNotDescribeThePatient(String members, String place) {
        // when
        Answer refused = fhir.put(patient, path, 1, resource(members));

        // then
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().at("/issue/0/expression/0").asString()).isEqualTo(place);
    }

    @Test
    void shouldRefuseAnotherId() {
        assertThat(fhir.put(patient, path, 1, resource(MEMBERS).replace(patient.patientId(), "other"))
                        .status())
                .isEqualTo(400);
        assertThat(fhir.put(patient, rest, 1, resource(MEMBERS).replace(patient.patientId(), "other"))
                        .status())
                .isEqualTo(422);
        String without = "{\"resourceType\":\"Patient\"," + MEMBERS;
        assertThat(fhir.put(patient, path, 1, without).status()).isEqualTo(400);
        assertThat(fhir.put(patient, rest, 1, without).status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseStaleChangesAndLargeResources() {
        assertThat(fhir.put(patient, path, 2, resource(MEMBERS)).status()).isEqualTo(412);
        assertThat(fhir.send(patient, HttpMethod.PUT, path, resource(MEMBERS), Map.of())
                        .status())
                .isEqualTo(428);
        String photo = "\"photo\":[{\"contentType\":\"image/png\",\"data\":\"" + "AAAA".repeat(10_000) + "\"}],";
        assertThat(fhir.put(patient, path, 1, resource(photo + MEMBERS)).status())
                .isEqualTo(413);
    }

    @Test
    void shouldShowThePatientToCliniciansWhoMayReadAndLetThemChangeNothing() {
        // given
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        assertThat(fhir.get(doctor.signedIn(), path).status()).isEqualTo(404);
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ", "RECORDS_WRITE"));

        // then
        assertThat(fhir.get(doctor.signedIn(), path).status()).isEqualTo(200);
        assertThat(fhir.put(doctor.signedIn(), path, 1, resource(MEMBERS)).status())
                .isEqualTo(403);
    }

    private String resource(String members) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + patient.patientId() + "\"," + members;
    }
}
