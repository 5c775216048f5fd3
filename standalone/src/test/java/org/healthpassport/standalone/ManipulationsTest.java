package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who can write to MongoDB and Kafka, and has no keys, tries what there is to try. Each manipulation has no effect, or is
 * named within a minute; a line says which.
 */
class ManipulationsTest {
    private static final Duration NAMED_WITHIN = Duration.ofMinutes(1);
    private static final int ENTRIES_OF_A_BUNDLE = 256;

    @TempDir
    Path data;

    private ServicesUnderTest services;
    private ApiClient api;
    private Patient ada;
    /** What the report or the log must say, by manipulation. */
    private final Map<String, String> toBeNamed = new LinkedHashMap<>();

    private final Map<String, Instant> doneAt = new HashMap<>();
    private final List<String> outcomes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, ServicesUnderTest.QUICK_ROUNDS);
        services.start(List.of(Port.API, Port.AUDIT));
        api = services.api();
        ada = api.newPatient();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldRefuseOrNameEachManipulation() throws Exception {
        // given
        JsonNode revoked = link(Map.of());
        JsonNode guarded = link(Map.of("passcode", "1234"));
        JsonNode moved = link(Map.of());
        JsonNode target = link(Map.of());
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            records.add(record());
        }
        String suspended = api.newPatient().email();
        String hospital = hospital();
        String consent = consent(hospital);
        Patient ben = api.newPatient();
        String child = ApiClient.json(post("/api/me/dependants", dependant()))
                .get("patientId")
                .asString();
        for (int i = 0; i < ENTRIES_OF_A_BUNDLE; i++) {
            assertThat(get("/records/" + records.get(0))).isEqualTo(200);
        }
        awaitComplete();

        // when
        linkPutBack(revoked);
        passcodesPutBack(guarded);
        tokenMoved(moved, target);
        accountPutBack(suspended);
        recordPutBack(records.get(0));
        headDeleted(records.get(1));
        headInvented(records.get(2));
        versionDeleted(records.get(3));
        lastRaised(records.get(4));
        versionRaised(records.get(5));
        sealedStateMoved(records.get(5), records.get(6));
        consentPutBack(consent);
        representationDeleted(child);
        keysDeleted(ben);
        trailRowChanged();
        forgedRecordSent();
        genuineRecordsSentAgain("genuine events are sent again");
        positionsRemoved();
        ownEntryForged();
        viewRowChanged();
        bundleChanged();

        // then
        awaitNamed();
        recordChangedAfterItWasPutBack(records.get(0));
        findingsRemoved();
        awaitNamed();
        outcomes.forEach(System.out::println);
        assertThat(outcomes).hasSize(27);
    }

    private void linkPutBack(JsonNode link) throws Exception {
        assertThat(open(link, Map.of())).isEqualTo(200);
        Document before = copy("qrCodes", id(link));
        assertThat(delete("/qr-codes/" + id(link))).isEqualTo(204);
        copy("qrCodes", id(link));
        put("qrCodes", before);
        refused("a revoked link is put back", open(link, Map.of()), 404);
    }

    private void passcodesPutBack(JsonNode link) throws Exception {
        Document before = copy("qrCodes", id(link));
        assertThat(open(link, Map.of("passcode", "4321"))).isEqualTo(401);
        copy("qrCodes", id(link));
        put("qrCodes", before);
        refused("the counter of wrong passcodes is put back", open(link, Map.of("passcode", "1234")), 404);
    }

    private void tokenMoved(JsonNode link, JsonNode other) throws Exception {
        Object token = copy("qrCodes", id(link)).get("tokenIndex");
        set("qrCodes", id(link), Updates.unset("tokenIndex"));
        set("qrCodes", id(other), Updates.set("tokenIndex", token));
        refused("the token of a link leads to another one", open(link, Map.of()), 404);
    }

    private void accountPutBack(String email) throws Exception {
        String accountId = accountOf(email);
        Document before = copy("accounts", accountId);
        administer("/api/admin/accounts/" + accountId + "/suspension");
        copy("accounts", accountId);
        put("accounts", before);
        Map<String, ?> credentials = Map.of("email", email, "password", ApiClient.PASSWORD);
        refused(
                "a suspended account is put back",
                api.postJson("/api/auth/login", credentials).statusCode(),
                401);
        named("a suspended account is put back", "AGGREGATE_BEHIND accounts " + accountId);
    }

    private void recordPutBack(String record) throws Exception {
        Document before = copy("records", record);
        assertThat(delete("/records/" + record)).isEqualTo(204);
        copy("records", record);
        awaitLogged("org.healthpassport.record.deleted.v1");
        put("records", before);
        named("a deleted record is put back", "AGGREGATE_BEHIND records " + record);
    }

    private void recordChangedAfterItWasPutBack(String record) throws Exception {
        assertThat(delete("/records/" + record)).isEqualTo(204);
        named("a record that was put back is changed", "NUMBER_TWICE records " + record);
    }

    private void headDeleted(String record) {
        services.collection("records").deleteOne(Filters.eq(record));
        named("the head of a record is deleted", "AGGREGATE_GONE records " + record);
    }

    private void headInvented(String record) {
        String invented = UUID.randomUUID().toString();
        put("records", new Document(copy("records", record)).append("_id", invented));
        named("a record is invented", "AGGREGATE_UNKNOWN records " + invented);
    }

    private void versionDeleted(String record) throws Exception {
        services.collection("recordVersions").deleteOne(Filters.regex("_id", "^" + record + "/"));
        refused("the newest version of a record is deleted", get("/records/" + record), 500);
        named("the newest version of a record is deleted", "VERSION_GONE records " + record);
    }

    private void lastRaised(String record) throws Exception {
        set("records", record, Updates.inc("last", 1L));
        refused("the number of a record's last event is raised", get("/records/" + record), 500);
        named("the number of a record's last event is raised", "MISSING records " + record);
    }

    private void versionRaised(String record) throws Exception {
        set("records", record, Updates.inc("version", 1L));
        refused("the version of a head is raised", get("/records/" + record), 500);
    }

    private void sealedStateMoved(String from, String to) throws Exception {
        set("records", to, Updates.set("sealed", copy("records", from).get("sealed")));
        refused("the state of a record is moved to another one", get("/records/" + to), 500);
    }

    private void consentPutBack(String consent) throws Exception {
        Document before = copy("consents", consent);
        assertThat(delete("/consents/" + consent)).isEqualTo(204);
        copy("consents", consent);
        awaitLogged("org.healthpassport.consent.revoked.v1");
        put("consents", before);
        named("a revoked consent is put back", "AGGREGATE_BEHIND consents " + consent);
    }

    private void representationDeleted(String child) {
        copy("representations", child);
        services.collection("representations").deleteOne(Filters.eq(child));
        named("the representation of a child is deleted", "AGGREGATE_GONE representations " + child);
    }

    private void keysDeleted(Patient patient) {
        services.collection("subjectKeys").deleteOne(Filters.eq(patient.patientId()));
        named("the keys of a patient are deleted", "KEYS_GONE patients " + patient.patientId());
    }

    private void trailRowChanged() throws Exception {
        Document row = await().atMost(NAMED_WITHIN)
                .until(
                        () -> services.collection("trail")
                                .find(Filters.eq("patientId", ada.patientId()))
                                .first(),
                        found -> found != null);
        byte[] sealed = row.get("sealed", Binary.class).getData();
        sealed[sealed.length / 2] ^= 1;
        set("trail", row.getString("_id"), Updates.set("sealed", new Binary(sealed)));
        boolean shown = false;
        String page = "/accesses?limit=100";
        while (!shown && page != null) {
            JsonNode list = ApiClient.json(api.get(services.at(Port.API).resolve(path(page)), ada.authorization()));
            shown = list.toString().contains("SEAL_BROKEN");
            JsonNode cursor = list.get("nextCursor");
            page = cursor == null ? null : "/accesses?limit=100&cursor=" + cursor.asString();
        }
        assertThat(shown).isTrue();
        outcomes.add(line("a row of a patient's trail is changed", "SHOWN as unreadable"));
    }

    private void forgedRecordSent() {
        ConsumerRecord<String, byte[]> genuine =
                services.records(Topics.PATIENT).get(0);
        ProducerRecord<String, byte[]> forged = again(genuine);
        forged.headers()
                .remove("ce_id")
                .add("ce_id", UUID.randomUUID().toString().getBytes(UTF_8));
        services.send(List.of(forged));
        named("a forged event is sent", "FORGED_EVENT");
    }

    private void genuineRecordsSentAgain(String manipulation) throws Exception {
        long twice = twiceInTheLog();
        services.send(services.records(Topics.PATIENT).stream()
                .map(ManipulationsTest::again)
                .toList());
        String marker = record();
        awaitLogged(entry -> entry.stream() != null && entry.stream().id().equals(marker));
        assertThat(twiceInTheLog()).isEqualTo(twice);
        outcomes.add(line(manipulation, "REFUSED, the log has each once"));
    }

    private void positionsRemoved() throws Exception {
        services.collection("auditEventIds").deleteMany(new Document());
        genuineRecordsSentAgain("genuine events are sent again, without their rows");
        named("the rows of events are removed", "VIEW_CHANGED auditEventIds log");
    }

    private void ownEntryForged() {
        services.collection("auditOwnEntries")
                .insertOne(
                        new Document("_id", UUID.randomUUID().toString()).append("sealed", new Binary(new byte[64])));
        named("an entry of audit-service is forged", "OWN_ENTRY_REFUSED");
    }

    private void viewRowChanged() {
        services.collection("auditStreams").updateOne(Filters.gt("_id", "records/"), Updates.set("entries", 99L));
        named("a row of a view of audit-service is changed", "VIEW_CHANGED auditViews");
    }

    private void bundleChanged() throws Exception {
        Document bundle = await().atMost(NAMED_WITHIN)
                .until(
                        () -> services.collection("auditObjects")
                                .find(Filters.regex("_id", "^tile/entries/"))
                                .first(),
                        found -> found != null);
        byte[] changed = bundle.get("bytes", Binary.class).getData().clone();
        changed[changed.length / 2] ^= 1;
        // Until it is started again, the service has the genuine ones in memory.
        services.stop(Port.AUDIT);
        set("auditObjects", bundle.getString("_id"), Updates.set("bytes", new Binary(changed)));
        services.start(Port.AUDIT);
        assertThatThrownBy(() -> services.trail().verdict())
                .hasMessageContaining("tile/entries/000: the server answered 500");
        put("auditObjects", bundle);
        assertThat(services.trail().verdict().isGood()).isTrue();
        outcomes.add(line("entries of the audit log are changed", "REFUSED 500, which the verify command tells"));
    }

    private void findingsRemoved() throws Exception {
        Set<String> before = said();
        services.collection("auditFindings").deleteMany(new Document());
        await().atMost(NAMED_WITHIN).untilAsserted(() -> assertThat(said()).containsAll(before));
        outcomes.add(line("all findings are removed", "REFUSED, they are there again"));
    }

    private void refused(String manipulation, int status, int expected) {
        assertThat(status).as(manipulation).isEqualTo(expected);
        outcomes.add(line(manipulation, "REFUSED " + status));
    }

    private void named(String manipulation, String finding) {
        toBeNamed.put(finding, manipulation);
        doneAt.put(finding, Instant.now());
    }

    private void awaitNamed() {
        await().atMost(NAMED_WITHIN).untilAsserted(() -> {
            Set<String> said = said();
            Instant now = Instant.now();
            toBeNamed.entrySet().removeIf(expected -> {
                boolean named = said.stream().anyMatch(one -> one.startsWith(expected.getKey()));
                if (named) {
                    outcomes.add(line(
                            expected.getValue(),
                            "NAMED %s after %d s at most"
                                    .formatted(
                                            expected.getKey().split(" ")[0],
                                            Duration.between(doneAt.get(expected.getKey()), now)
                                                            .toSeconds()
                                                    + 1)));
                }
                return named;
            });
            assertThat(toBeNamed.keySet()).isEmpty();
        });
    }

    /** What the auditors' report says, and the types of the log's entries. */
    private Set<String> said() throws IOException, InterruptedException {
        JsonNode report = services.completeness();
        Set<String> said = new HashSet<>();
        report.get("findings")
                .forEach(found -> said.add(found.get("kind").asString()
                        + ' '
                        + found.get("collection").asString()
                        + ' '
                        + found.get("stream").asString()));
        report.get("missing")
                .forEach(lost -> said.add("MISSING " + lost.get("collection").asString() + ' '
                        + lost.get("stream").asString()));
        services.trail().entries().forEach(entry -> said.add(entry.type()));
        return said;
    }

    private static String line(String manipulation, String outcome) {
        return "%-55s %s".formatted(manipulation, outcome);
    }

    private long twiceInTheLog() throws Exception {
        List<String> ids =
                services.trail().entries().stream().map(AuditEntry::eventId).toList();
        return ids.size() - ids.stream().distinct().count();
    }

    private void awaitLogged(String type) {
        awaitLogged(entry -> entry.type().equals(type));
    }

    private void awaitLogged(Predicate<AuditEntry> which) {
        await().atMost(NAMED_WITHIN)
                .until(() -> services.trail().entries().stream().anyMatch(which));
    }

    private void awaitComplete() {
        Instant quiet = Instant.now();
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode report = services.completeness();
            assertThat(Instant.parse(report.path("roundEndedAt").asString("1970-01-01T00:00:00Z")))
                    .isAfter(quiet);
            assertThat(report.get("complete").asBoolean()).as("%s", report).isTrue();
        });
    }

    private static ProducerRecord<String, byte[]> again(ConsumerRecord<String, byte[]> record) {
        ProducerRecord<String, byte[]> again =
                new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
        record.headers().forEach(again.headers()::add);
        return again;
    }

    private JsonNode link(Map<String, ?> options) throws Exception {
        Map<String, Object> asked = new HashMap<>(Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)));
        asked.putAll(options);
        String qrCodeId =
                ApiClient.json(post(path("/qr-codes"), asked)).get("qrCodeId").asString();
        return ApiClient.json(
                api.get(services.at(Port.API).resolve(path("/qr-codes/" + qrCodeId)), ada.authorization()));
    }

    private int open(JsonNode link, Map<String, ?> more) throws IOException, InterruptedException {
        byte[] payload =
                Base64.getUrlDecoder().decode(link.get("payload").asString().substring("shlink:/".length()));
        String url = new String(payload, UTF_8).replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        Map<String, Object> question = new HashMap<>(Map.of("recipient", "Dr. Example"));
        question.putAll(more);
        return api.postJson(url, question).statusCode();
    }

    private static String id(JsonNode link) {
        return link.get("qrCodeId").asString();
    }

    private String record() throws IOException, InterruptedException {
        HttpResponse<byte[]> recorded = post(
                path("/records"),
                Map.of(
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
                        Map.of("reference", "Patient/" + ada.patientId()),
                        "code",
                        Map.of("text", "Penicillin")));
        assertThat(recorded.statusCode()).isEqualTo(201);
        String location = recorded.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** An active hospital. */
    private String hospital() throws IOException, InterruptedException {
        JsonNode hospital = ApiClient.json(api.postJson(
                "/api/auth/register",
                Map.of(
                        "role",
                        "HOSPITAL",
                        "email",
                        UUID.randomUUID() + "@example.org",
                        "password",
                        ApiClient.PASSWORD,
                        "organizationName",
                        "University Hospital")));
        administer("/api/admin/accounts/" + hospital.get("accountId").asString() + "/activation");
        return hospital.get("hospitalId").asString();
    }

    private String consent(String hospital) throws IOException, InterruptedException {
        HttpResponse<byte[]> granted = post(
                path("/consents"),
                Map.of("grantee", Map.of("type", "HOSPITAL", "id", hospital), "scopes", List.of("RECORDS_READ")));
        assertThat(granted.statusCode()).isEqualTo(201);
        return ApiClient.json(granted).get("consentId").asString();
    }

    private static Map<String, ?> dependant() {
        return Map.of("name", Map.of("given", "Byron", "family", "Lovelace"), "birthDate", "2020-05-12");
    }

    private String accountOf(String email) throws IOException, InterruptedException {
        String token = api.login(email);
        return ApiClient.json(api.get(services.at(Port.API).resolve("/api/me"), "Authorization", "Bearer " + token))
                .get("accountId")
                .asString();
    }

    private void administer(String path) throws IOException, InterruptedException {
        assertThat(api.postJson(path, Map.of(), "Authorization", "Bearer " + services.administrator())
                        .statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<byte[]> post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return api.postJson(path, body, ada.authorization());
    }

    private int get(String rest) throws IOException, InterruptedException {
        return api.get(services.at(Port.API).resolve(path(rest)), ada.authorization())
                .statusCode();
    }

    private int delete(String rest) throws IOException, InterruptedException {
        return api.delete(
                        path(rest),
                        Stream.concat(
                                        Stream.of(ada.authorization()),
                                        rest.startsWith("/records/")
                                                ? Stream.of("If-Match", "W/\"1\"")
                                                : Stream.empty())
                                .toArray(String[]::new))
                .statusCode();
    }

    private String path(String rest) {
        return "/api/patients/" + ada.patientId() + rest;
    }

    /** The document as it is now, once its events are sent. */
    private Document copy(String collection, String id) {
        return await().atMost(NAMED_WITHIN)
                .until(
                        () -> services.collection(collection)
                                .find(Filters.eq(id))
                                .first(),
                        found -> found != null && !found.containsKey("outbox"));
    }

    private void put(String collection, Document document) {
        services.collection(collection)
                .replaceOne(Filters.eq(document.get("_id")), document, new ReplaceOptions().upsert(true));
    }

    private void set(String collection, String id, Bson change) {
        assertThat(services.collection(collection)
                        .updateOne(Filters.eq(id), change)
                        .getMatchedCount())
                .isEqualTo(1);
    }
}
