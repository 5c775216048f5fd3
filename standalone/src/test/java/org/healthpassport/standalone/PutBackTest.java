package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.stream.StreamKind;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody who can write to the database puts older documents back, and audit-service names each of them. */
class PutBackTest {
    private static final Duration NAMED_WITHIN = Duration.ofMinutes(1);

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient patient;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, ServicesUnderTest.QUICK_ROUNDS);
        services.start(List.of(Port.API, Port.AUDIT));
        api = services.api();
        patient = api.newPatient();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldNameWhatWasPutBack() throws Exception {
        // given a busy installation, in which nobody finds anything
        List<HttpResponse<byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(record());
            patient.upload("report.pdf", Pdf.ofSize(1_000, i), "LAB_REPORT");
            patient.loginAgain();
        }
        String qrCode = qrCode();
        awaitSent();
        Instant quiet = Instant.now();
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode report = services.completeness();
            assertThat(Instant.parse(report.path("roundEndedAt").asString("1970-01-01T00:00:00Z")))
                    .isAfter(quiet.plusSeconds(15));
            assertThat(report.get("complete").asBoolean()).as("%s", report).isTrue();
        });

        // when a deletion and a revocation are undone, one record goes, and one comes that nobody wrote
        String deleted = id(records.get(0));
        Document before = copy("records", deleted);
        Document link = copy("qrCodes", qrCode);
        assertThat(delete(records.get(0)).statusCode()).isEqualTo(204);
        assertThat(api.delete(path("/qr-codes/" + qrCode), patient.authorization())
                        .statusCode())
                .isEqualTo(204);
        awaitSent();
        awaitLogged("org.healthpassport.record.deleted.v1", "org.healthpassport.qr-code.revoked.v1");
        put("records", before);
        put("qrCodes", link);
        String gone = id(records.get(1));
        services.collection("records").deleteOne(Filters.eq(gone));
        String unknown = UUID.randomUUID().toString();
        put("records", new Document(copy("records", id(records.get(2)))).append("_id", unknown));

        // then each is named
        String[] named = {
            "AGGREGATE_BEHIND records " + deleted + " 2-2",
            "AGGREGATE_BEHIND qrCodes " + qrCode + " 2-2",
            "AGGREGATE_GONE records " + gone + " 1-1",
            "AGGREGATE_UNKNOWN records " + unknown + " 1-1",
            "VERSION_GONE records " + unknown + " 1-1",
        };
        awaitFindings(named);

        // and so is what follows from it: another second version
        assertThat(delete(records.get(0)).statusCode()).isEqualTo(204);
        awaitFindings("NUMBER_TWICE records " + deleted + " 2-2");

        // and when the findings are removed, that is a finding, and they come back
        services.collection("auditFindings").deleteMany(new Document());
        awaitFindings("VIEW_CHANGED auditViews 0 0-0");
        awaitFindings(named);
        assertThat(findings()).hasSize(7);
        assertThat(services.completeness().get("complete").asBoolean()).isFalse();
        awaitLogged("AGGREGATE_BEHIND", "AGGREGATE_GONE", "AGGREGATE_UNKNOWN", "NUMBER_TWICE", "VIEW_CHANGED");
        assertThat(services.trail().verdict()).matches(Verdict::isGood);
    }

    /** Api-service prepares an index in each collection whose documents say what their last event was, and in no other. */
    @Test
    void shouldWatchAllCollectionsThatEmit() {
        assertThat(collectionsWithIndexOn("changed"))
                .isEqualTo(Stream.of(StreamKind.values())
                        .map(StreamKind::collection)
                        .collect(Collectors.toSet()));
        assertThat(collectionsWithIndexOn("waitsFor"))
                .containsExactlyInAnyOrder(StreamKind.DOCUMENTS.collection(), StreamKind.QR_CODES.collection());
    }

    private Set<String> collectionsWithIndexOn(String field) {
        Set<String> with = new HashSet<>();
        for (String name : services.collections()) {
            for (Document index : services.collection(name).listIndexes()) {
                if (index.get("key", Document.class).containsKey(field)) {
                    with.add(name);
                }
            }
        }
        return with;
    }

    private void awaitFindings(String... expected) {
        await().atMost(NAMED_WITHIN).untilAsserted(() -> assertThat(findings()).contains(expected));
    }

    private List<String> findings() throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>();
        services.completeness()
                .get("findings")
                .forEach(found -> findings.add("%s %s %s %d-%d"
                        .formatted(
                                found.get("kind").asString(),
                                found.get("collection").asString(),
                                found.get("stream").asString(),
                                found.get("from").asLong(),
                                found.get("to").asLong())));
        return findings;
    }

    private void awaitLogged(String... types) {
        await().atMost(NAMED_WITHIN)
                .untilAsserted(() -> assertThat(services.trail().entries())
                        .extracting(AuditEntry::type)
                        .contains(types));
    }

    private HttpResponse<byte[]> record() throws IOException, InterruptedException {
        HttpResponse<byte[]> recorded = api.postJson(path("/records"), allergy(), patient.authorization());
        assertThat(recorded.statusCode()).isEqualTo(201);
        return recorded;
    }

    private HttpResponse<byte[]> delete(HttpResponse<byte[]> record) throws IOException, InterruptedException {
        return api.delete(
                path("/records/" + id(record)),
                Stream.concat(
                                Stream.of(patient.authorization()),
                                Stream.of(
                                        "If-Match",
                                        record.headers().firstValue("ETag").orElseThrow()))
                        .toArray(String[]::new));
    }

    private static String id(HttpResponse<byte[]> record) {
        String location = record.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private String qrCode() throws IOException, InterruptedException {
        HttpResponse<byte[]> requested = api.postJson(
                path("/qr-codes"),
                Map.of("kind", "HEALTH_LINK", "label", "For the doctor", "content", Map.of("summary", true)),
                patient.authorization());
        assertThat(requested.statusCode()).isEqualTo(202);
        return ApiClient.json(requested).get("qrCodeId").asString();
    }

    private Document copy(String collection, String id) {
        Document copy = services.collection(collection).find(Filters.eq(id)).first();
        assertThat(copy).isNotNull();
        return copy;
    }

    private void put(String collection, Document document) {
        services.collection(collection)
                .replaceOne(Filters.eq(document.get("_id")), document, new ReplaceOptions().upsert(true));
    }

    private void awaitSent() {
        await().atMost(NAMED_WITHIN)
                .until(() -> Stream.of(StreamKind.values())
                        .allMatch(kind ->
                                services.collection(kind.collection()).countDocuments(Filters.eq("outbox", "PENDING"))
                                        == 0));
    }

    private String path(String rest) {
        return "/api/patients/" + patient.patientId() + rest;
    }

    private Map<String, ?> allergy() {
        return Map.of(
                "resourceType",
                "AllergyIntolerance",
                "clinicalStatus",
                Map.of(
                        "coding",
                        List.of(Map.of(
                                "system",
                                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                                "code",
                                "active"))),
                "patient",
                Map.of("reference", "Patient/" + patient.patientId()),
                "code",
                Map.of("text", "Penicillin"));
    }
}
