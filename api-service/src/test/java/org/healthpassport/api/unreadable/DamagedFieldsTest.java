package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.body;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.net.URI;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists with one item of which a field in clear has a value of another type, read page by page. */
class DamagedFieldsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Damage damage = new Damage(api);
    private final SignedIn patient = api.newPatient();

    private enum Kind {
        RECORDS("records", "records", "id"),
        DOCUMENTS("documents", "documents", "documentId"),
        QR_CODES("qrCodes", "qr-codes", "qrCodeId"),
        CONSENTS("consents", "consents", "consentId");

        private final String collection;
        private final String path;
        private final String id;

        Kind(String collection, String path, String id) {
            this.collection = collection;
            this.path = path;
            this.id = id;
        }
    }

    private static Stream<Arguments> timesOfOtherTypes() {
        Date time = new Date();
        return Stream.of(
                        "today",
                        1L,
                        true,
                        List.of(),
                        List.of(time),
                        List.of("today", time),
                        new Date(0),
                        new Date(Long.MAX_VALUE),
                        new Date(Long.MIN_VALUE))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepItsPlaceWithAnotherVersion(Kind kind) {
        assertPlaceAfterDamageTo("version", kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepItsPlaceWithAnotherLastEvent(Kind kind) {
        assertPlaceAfterDamageTo("last", kind);
    }

    private void assertPlaceAfterDamageTo(String field, Kind kind) {
        // given
        String oldest = made(kind);
        String middle = made(kind);
        String newest = made(kind);

        // when
        damage.set(kind.collection, middle, field, "x");

        // then
        assertThat(seenPageByPage(kind)).containsExactly(newest, middle + " unreadable", oldest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeLastWithAnotherTime(Kind kind) {
        assertLastIfCreated("today", kind);
    }

    @ParameterizedTest
    @MethodSource("timesOfOtherTypes")
    void shouldComeLastWhateverStandsInThePlaceOfItsTime(Object instead) {
        assertLastIfCreated(instead, Kind.RECORDS);
    }

    private void assertLastIfCreated(Object instead, Kind kind) {
        // given
        String oldest = made(kind);
        String damaged = made(kind);
        String without = made(kind);
        String newest = made(kind);

        // when
        damage.unset(kind.collection, without, "createdAt");
        damage.set(kind.collection, damaged, "createdAt", instead);

        // then
        assertThat(seenPageByPage(kind))
                .containsExactly(newest, oldest, without + " unreadable", damaged + " unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "last", "createdAt"})
    void shouldBeAmongTheOthersInTheHistoryOfItsType(String field) {
        // given
        FhirClient fhir = new FhirClient(api);
        List<String> others = List.of(made(Kind.RECORDS), made(Kind.RECORDS));
        String damaged = made(Kind.RECORDS);

        // when
        damage.set(Kind.RECORDS.collection, damaged, field, "x");

        // then
        Answer answer = fhir.get(patient, "/fhir/AllergyIntolerance/_history?patient=" + patient.patientId());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains(others).contains(damaged);
    }

    @Test
    void shouldLoseNoVersionFromPageToPageWithAnotherTime() {
        // given
        String first = made(Kind.RECORDS);
        String second = made(Kind.RECORDS);
        String third = made(Kind.RECORDS);

        // when
        damage.set("recordVersions", damage.versionId(second, 1), "writtenAt", "x");

        // then
        FhirClient fhir = new FhirClient(api);
        List<String> seen = new ArrayList<>();
        String next = "/fhir/AllergyIntolerance/_history?_count=1&patient=" + patient.patientId();
        for (int page = 0; page < 10 && next != null; page++) {
            JsonNode bundle = fhir.get(patient, next).json();
            bundle.path("entry")
                    .forEach(entry -> seen.add(entry.at("/resource/id").asString()));
            next = bundle.get("link")
                    .valueStream()
                    .filter(link -> link.get("relation").asString().equals("next"))
                    .map(link -> URI.create(link.get("url").asString()))
                    .map(url -> url.getRawPath() + '?' + url.getRawQuery())
                    .findFirst()
                    .orElse(null);
        }
        assertThat(seen).containsExactly(third, first, second);
    }

    private List<String> seenPageByPage(Kind kind) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 10 && cursor != null; page++) {
            JsonNode answer = body(api.client(patient)
                    .get()
                    .uri("/api/patients/" + patient.patientId() + "/" + kind.path + "?limit=1" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk());
            answer.get("items").forEach(item -> seen.add(item.get(kind.id).asString() + told(item)));
            cursor = answer.has("nextCursor")
                    ? "&cursor=" + answer.get("nextCursor").asString()
                    : null;
        }
        return seen;
    }

    private static String told(JsonNode item) {
        boolean unreadable =
                item.has("unreadable") || item.path("resourceType").asString("").equals("OperationOutcome");
        return unreadable ? " unreadable" : "";
    }

    private String made(Kind kind) {
        return switch (kind) {
            case RECORDS -> sharing.record(patient, allergy("Dust"));
            case DOCUMENTS -> new UploadedDocuments(api).receivedPdf(patient, 1_000);
            case QR_CODES -> idIn(sharing.taken(patient, summaryLink()));
            case CONSENTS ->
                new ConsentUnderTest(api)
                        .granted(patient, ConsentUnderTest.toHospital(new Members(api).hospital(), "RECORDS_READ"));
        };
    }
}
