package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.body;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.entries;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class UnreadableSharingTest {
    private static final String NOTHING_TOLD = "{\"severity\":\"error\",\"code\":\"exception\","
            + "\"details\":{\"text\":\"An entry that belongs here cannot be shown.\"}}";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final Damage damage = new Damage(api);
    private SignedIn patient;

    @BeforeEach
    void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldSayInTheSummaryHowManyEntriesCannotBeShownAndNothingElseOfThem() {
        // given one whose head cannot be read, and one whose version is gone
        String head = sharing.record(patient, allergy("Dust"));
        String version = sharing.record(patient, allergy("Pollen"));
        String kept = sharing.record(patient, allergy("Latex"));
        HealthLinkReader link = sharing.newLink(patient, summaryLink("maxUses", 1));

        // when
        damage.flipBit("records", head);
        damage.remove("recordVersions", damage.versionId(version, 1));
        JsonNode summary = file(link, sharing.opened(link, by("Dr. Who")), 0);

        // then
        assertThat(summary.get("type").asString()).isEqualTo("document");
        assertThat(resources(summary))
                .extracting(resource -> resource.get("resourceType").asString())
                .containsExactly("Composition", "Patient", "Device", "AllergyIntolerance", "OperationOutcome");
        assertThat(resources(summary).get(4).get("issue").values())
                .extracting(JsonNode::toString)
                .containsExactly(NOTHING_TOLD, NOTHING_TOLD);
        assertThat(resources(summary).get(0).at("/text/div").asString()).contains("incomplete");
        assertThat(summary.toString())
                .contains(kept)
                .doesNotContain(head, version, "SEAL", "seal", "MISSING", "gone", "Dust", "Pollen");
    }

    @Test
    void shouldSayAmongChosenRecordsAndDocumentsThatOneCannotBeShown() {
        // given
        String record = sharing.record(patient, allergy("Dust"));
        String document = documents.storedPdf(patient, 2_000);
        HealthLinkReader link = sharing.newLink(
                patient, summaryLink("content", Map.of("records", List.of(record), "documents", List.of(document))));

        // when
        damage.flipBit("records", record);
        damage.flipBit("documents", document);
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));

        // then
        assertThat(manifest.get("files")).hasSize(2);
        assertThat(resources(file(link, manifest, 0)))
                .singleElement()
                .satisfies(
                        outcome -> assertThat(outcome.at("/issue/0").toString()).isEqualTo(NOTHING_TOLD));
        JsonNode announced = file(link, manifest, 1);
        assertThat(announced.get("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(announced.toString()).doesNotContain(document);
    }

    @Test
    void shouldShowRecordsOfAPatientWhoseNameCannotBeRead() {
        // given
        sharing.record(patient, allergy("Latex"));
        HealthLinkReader link = sharing.newLink(patient, summaryLink());

        // when
        damage.flipBit("patients", patient.patientId());
        JsonNode summary = file(link, sharing.opened(link, by("Dr. Who")), 0);

        // then
        assertThat(summary.toString()).contains("Latex", "data-absent-reason").doesNotContain("Ada");
        assertThat(resources(summary).get(4).get("issue")).hasSize(1);
    }

    @Test
    void shouldGiveNothingAndCostNoUseWhereMoreThanAFewCannotBeRead() {
        // given
        List<String> ids = IntStream.range(0, 4)
                .mapToObj(i -> sharing.record(patient, allergy("Substance " + i)))
                .toList();
        String path = sharing.taken(patient, summaryLink("maxUses", 1));
        HealthLinkReader link = sharing.link(patient, path);

        // when
        ids.forEach(id -> damage.flipBit("records", id));

        // then
        JsonNode problem = body(sharing.open(link, by("Dr. Who"))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After"));
        assertThat(problem.toString()).doesNotContain(ids).doesNotContain(patient.patientId());
        assertThat(sharing.seen(patient, path).get("uses").asInt()).isZero();
    }

    @Test
    void shouldRefuseToShareWhatCannotBeRead() {
        // given
        String record = sharing.record(patient, allergy("Dust"));
        String document = documents.storedPdf(patient, 2_000);
        damage.flipBit("records", record);
        damage.flipBit("documents", document);

        // when
        JsonNode problem = body(sharing.ask(
                        patient,
                        summaryLink("content", Map.of("records", List.of(record), "documents", List.of(document))))
                .expectStatus()
                .isEqualTo(422));

        // then
        assertThat(problem.get("errors").values())
                .extracting(error -> error.get("pointer").asString())
                .containsExactly("/content/records/0", "/content/documents/0");
    }

    @Test
    void shouldListQrCodesWithOneThatCannotBeRead() {
        // given
        String first = idIn(sharing.taken(patient, summaryLink()));
        String path = sharing.taken(patient, summaryLink());
        HealthLinkReader link = sharing.link(patient, path);
        String third = idIn(sharing.taken(patient, summaryLink()));

        // when
        damage.flipBit("qrCodes", idIn(path));

        // then
        assertThat(list(SharingUnderTest.path(patient)))
                .extracting(item -> item.get("qrCodeId").asString())
                .containsExactly(third, idIn(path), first);
        assertThat(list(SharingUnderTest.path(patient)).get(1).toString())
                .isEqualTo("{\"qrCodeId\":\"%s\",\"unreadable\":{\"reason\":\"SEAL_BROKEN\"}}".formatted(idIn(path)));
        assertUnreadable(path);
        JsonNode problem = body(sharing.open(link, by("Dr. Who")).expectStatus().isEqualTo(500));
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:unreadable");
        assertThat(problem.toString()).doesNotContain(idIn(path), patient.patientId());
    }

    @Test
    void shouldListDocumentsWithOneThatCannotBeReadAndTakeMore() {
        // given
        String first = documents.receivedPdf(patient, 1_000);
        String second = documents.receivedPdf(patient, 1_000);
        String path = "/api/patients/" + patient.patientId() + "/documents";

        // when
        damage.unset("documents", first, "version");
        String third = documents.receivedPdf(patient, 1_000);

        // then
        assertThat(list(path))
                .extracting(item -> item.get("documentId").asString())
                .containsExactly(third, second, first);
        assertThat(list(path).get(2).toString())
                .isEqualTo("{\"documentId\":\"%s\",\"unreadable\":{\"reason\":\"MALFORMED\"}}".formatted(first));
        assertThat(list(path + "?status=STORED"))
                .singleElement()
                .satisfies(item -> assertThat(item.has("unreadable")).isTrue());
        assertUnreadable(path + "/" + first);
        assertUnreadable(path + "/" + first + "/content");
    }

    @Test
    void shouldListWhatCannotBeReadAsItsOwnersKeysCannot() {
        // given keys of somebody else
        documents.receivedPdf(patient, 1_000);
        SignedIn another = api.newPatient();
        String path = "/api/patients/" + patient.patientId() + "/documents";

        // when
        damage.set(
                "subjectKeys",
                patient.patientId(),
                "keysets",
                damage.stored("subjectKeys", another.patientId()).get("keysets"));
        damage.forgetKeys(patient.patientId());

        // then
        assertThat(list(path))
                .singleElement()
                .satisfies(item ->
                        assertThat(item.at("/unreadable/reason").asString()).isEqualTo("KEYS_BROKEN"));
    }

    private void assertUnreadable(String path) {
        JsonNode problem = body(
                api.client(patient).get().uri(path).exchange().expectStatus().isEqualTo(500));
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:unreadable");
    }

    private List<JsonNode> list(String path) {
        return List.copyOf(body(api.client(patient)
                        .get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .get("items")
                .values());
    }

    private static JsonNode file(HealthLinkReader link, JsonNode manifest, int number) {
        return link.decrypt(manifest.at("/files/" + number + "/embedded").asString())
                .json();
    }

    private static List<JsonNode> resources(JsonNode bundle) {
        return entries(bundle).stream().map(entry -> entry.get("resource")).toList();
    }
}
