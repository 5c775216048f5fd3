package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody who sends genuine events again, which need no keys, changes nothing. */
class ReplayedEventsTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Set<EventType> OF_THE_JOURNEY = Set.of(
            EventType.ACCOUNT_REGISTERED,
            EventType.SESSION_STARTED,
            EventType.RECORD_CREATED,
            EventType.RECORD_DELETED,
            EventType.DOCUMENT_RECEIVED,
            EventType.DOCUMENT_PROCESSED,
            EventType.DOCUMENT_STORED,
            EventType.DOCUMENT_DELETED,
            EventType.QR_CODE_REQUESTED,
            EventType.QR_CODE_DRAWN,
            EventType.QR_CODE_READY,
            EventType.QR_CODE_OPENED,
            EventType.QR_CODE_PASSCODE_REFUSED,
            EventType.QR_CODE_REVOKED,
            EventType.DATA_READ,
            EventType.LOGGED_IN);

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient patient;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, Map.of());
        services.start(List.of(Port.API, Port.AUDIT, Port.DOCUMENT_WORKER, Port.QR_WORKER));
        api = services.api();
        patient = api.newPatient();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldChangeNothingHoweverOftenTheyCome() throws Exception {
        // given a patient with documents, records and links, some of which are gone
        storedDocument();
        String deleted = storedDocument();
        assertThat(patient.delete(deleted).statusCode()).isEqualTo(204);
        record();
        delete("/records/" + record());
        JsonNode open = link(Map.of());
        open(open, Map.of("recipient", "Dr. Example"));
        JsonNode guarded = link(Map.of("passcode", "open sesame"));
        open(guarded, Map.of("recipient", "x", "passcode", "open barley"));
        JsonNode revoked = link(Map.of());
        delete("/qr-codes/" + revoked.get("qrCodeId").asString());
        await().atMost(WITHIN).until(() -> objects() == 1);
        await().atMost(WITHIN).until(() -> typesOnTheBus().containsAll(names(OF_THE_JOURNEY)));
        await().atMost(WITHIN).until(() -> !state().get("notifications").isEmpty());
        Map<String, JsonNode> before = state();

        // when everything comes again, and once more the other way round
        List<ConsumerRecord<String, byte[]>> records = onTheBus();
        services.send(records.stream().map(ReplayedEventsTest::again).toList());
        services.send(Stream.iterate(records.size() - 1, at -> at >= 0, at -> at - 1)
                .map(records::get)
                .map(ReplayedEventsTest::again)
                .toList());

        // then the workers have been through all of it when they do something new
        String fresh = storedDocument();
        String drawn = link(Map.of()).get("qrCodeId").asString();
        assertThat(patient.status(deleted)).isEqualTo("DELETED");
        assertThat(objects()).isEqualTo(2);
        assertThat(patient.content(deleted).statusCode()).isEqualTo(410);
        assertThat(open(revoked, Map.of("recipient", "x")).statusCode()).isEqualTo(404);
        assertThat(patient.delete(fresh).statusCode()).isEqualTo(204);
        delete("/qr-codes/" + drawn);
        await().during(Duration.ofSeconds(2))
                .atMost(WITHIN)
                .untilAsserted(() -> state().forEach((name, items) -> assertThat(without(items, fresh, drawn))
                        .as(name)
                        .isEqualTo(without(before.get(name), fresh, drawn))));

        // and the log says everything once
        List<AuditEntry> entries = services.trail().entries();
        assertThat(entries).extracting(AuditEntry::eventId).doesNotHaveDuplicates();
        assertThat(entries).extracting(AuditEntry::type).doesNotContain("FORGED_EVENT", "ID_CONFLICT", "UNPARSEABLE");
        assertThat(services.trail().verdict()).matches(Verdict::isGood);
    }

    private static ProducerRecord<String, byte[]> again(ConsumerRecord<String, byte[]> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    private List<ConsumerRecord<String, byte[]>> onTheBus() {
        return Stream.of(Topics.values())
                .flatMap(topic -> services.records(topic).stream())
                .toList();
    }

    private Set<String> typesOnTheBus() {
        return onTheBus().stream()
                .map(record -> new String(record.headers().lastHeader("ce_type").value(), UTF_8))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Set<EventType> types) {
        return types.stream().map(EventType::ceType).collect(Collectors.toSet());
    }

    /** All that the patient can see, but for the accesses, as each look is one more. */
    private Map<String, JsonNode> state() throws IOException, InterruptedException {
        Map<String, JsonNode> state = new HashMap<>();
        for (String name : List.of("records", "documents", "qr-codes", "consents")) {
            state.put(name, items("/api/patients/" + patient.patientId() + '/' + name));
        }
        state.put("notifications", items("/api/me/notifications"));
        return state;
    }

    private JsonNode items(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = api.get(services.at(Port.API).resolve(path), patient.authorization());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return ApiClient.json(answer).get("items");
    }

    private static List<JsonNode> without(JsonNode items, String... ids) {
        return items.valueStream()
                .filter(item -> Stream.of(ids).noneMatch(id -> item.toString().contains(id)))
                .toList();
    }

    private String storedDocument() throws Exception {
        HttpResponse<byte[]> taken = patient.upload("report.pdf", Pdf.ofSize(5_000, 1), "LAB_REPORT");
        String id = ApiClient.json(taken).get("documentId").asString();
        await().atMost(WITHIN).until(() -> patient.status(id).equals("STORED"));
        return id;
    }

    private String record() throws Exception {
        Map<String, ?> allergy = Map.of(
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
                "code",
                Map.of("text", "Penicillin"),
                "patient",
                Map.of("reference", "Patient/" + patient.patientId()));
        HttpResponse<byte[]> created = api.postJson(path("/records"), allergy, patient.authorization());
        assertThat(created.statusCode()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void delete(String path) throws IOException, InterruptedException {
        String[] headers = Stream.concat(Stream.of(patient.authorization()), Stream.of("If-Match", "*"))
                .toArray(String[]::new);
        assertThat(api.delete(path(path), headers).statusCode()).as(path).isEqualTo(204);
    }

    private JsonNode link(Map<String, ?> options) throws Exception {
        Map<String, Object> asked = new HashMap<>(Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)));
        asked.putAll(options);
        JsonNode requested = ApiClient.json(api.postJson(path("/qr-codes"), asked, patient.authorization()));
        String address = path("/qr-codes/" + requested.get("qrCodeId").asString());
        return await().atMost(WITHIN)
                .until(
                        () -> ApiClient.json(api.get(services.at(Port.API).resolve(address), patient.authorization())),
                        qrCode -> qrCode.get("status").asString().equals("READY"));
    }

    private HttpResponse<byte[]> open(JsonNode link, Map<String, ?> question) throws IOException, InterruptedException {
        byte[] payload =
                Base64.getUrlDecoder().decode(link.get("payload").asString().substring("shlink:/".length()));
        String url = new String(payload, UTF_8).replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        return api.postJson(url, question);
    }

    private long objects() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("objects"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private String path(String rest) {
        return "/api/patients/" + patient.patientId() + rest;
    }
}
