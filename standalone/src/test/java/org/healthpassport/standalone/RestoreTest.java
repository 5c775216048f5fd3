package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.witness.StoreWitness;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An operator restores MongoDB from a backup, after more has happened. */
class RestoreTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final List<Port> SERVICES = List.of(Port.API, Port.AUDIT);
    private static final String REVOKED = "org.healthpassport.qr-code.revoked.v1";
    private static final String REASON = "HEALTHPASSPORT_RESTORE_REASON";

    @TempDir
    Path data;

    private final Map<String, String> settings = new HashMap<>(ServicesUnderTest.QUICK_ROUNDS);
    private ServicesUnderTest services;
    private Patient patient;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, settings);
        services.start(SERVICES);
        patient = services.api().newPatient();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldKeepWhatWasPromisedSinceTheBackup() throws Exception {
        // given a backup, and what comes after it
        JsonNode revoked = link();
        JsonNode kept = link();
        awaitSigned(REVOKED, 0);
        Path mark = awaitMark();
        services.stopAll();
        Map<String, List<Document>> backup = services.backup();
        String ofTheBackup = Files.readString(mark);
        services.start(SERVICES);
        patient.loginAgain();
        assertThat(open(kept)).isEqualTo(200);
        assertThat(revoke(revoked)).isEqualTo(204);
        JsonNode lost = link();
        String[] before = patient.authorization();
        awaitSigned(REVOKED, 1);
        await().atMost(WITHIN).until(() -> !Files.readString(mark).equals(ofTheBackup));

        // when MongoDB is restored, then nothing is served before the operator says so
        services.stopAll();
        services.restore(backup);
        assertThatThrownBy(() -> services.start(Port.API))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining(REASON);
        settings.put(REASON, "The disk of the database failed");
        services.start(SERVICES);

        // then what was revoked and used stays so, and only that is gone which the store alone had
        assertThat(open(revoked)).isEqualTo(404);
        assertThat(open(lost)).isEqualTo(404);
        assertThat(open(kept)).isEqualTo(200);
        assertThat(services.api()
                        .get(services.at(Port.API).resolve("/api/me"), before)
                        .statusCode())
                .isEqualTo(401);
        patient.loginAgain();
        assertThat(qrCode(revoked).get("status").asString()).isEqualTo("REVOKED");
        assertThat(qrCode(kept).get("uses").asInt()).isEqualTo(2);
        assertThat(open(link())).isEqualTo(200);
        assertThat(report()).anySatisfy(line -> assertThat(line).contains(id(lost), "GONE"));

        // and auditors see both logs
        awaitSigned("/audit-log/2", REVOKED, 1);
        assertThat(services.trail("/audit-log/2").entries().get(0).type()).isEqualTo("LOG_CONTINUED");
        assertThat(services.trail().entries()).extracting(AuditEntry::type).doesNotContain(REVOKED);
        assertThat(services.trail("/audit-log/2").verdict()).matches(Verdict::isGood);
        HttpResponse<byte[]> closed = services.api().get(services.at(Port.AUDIT).resolve("/audit-log/closed"));
        assertThat(new String(closed.body(), UTF_8)).contains("The disk of the database failed");
        await().atMost(WITHIN).untilAsserted(() -> {
            JsonNode completeness = services.completeness();
            assertThat(completeness.get("complete").asBoolean())
                    .as("%s", completeness)
                    .isTrue();
            assertThat(completeness.get("restore").get("aggregates").asInt()).isPositive();
        });
    }

    @Test
    void shouldKeepWhatACopyOfTheLogTellsWhereKafkaIsLostAsWell() throws Exception {
        // given a backup, a link that is revoked after it, and somebody who copied the audit log
        JsonNode revoked = link();
        JsonNode kept = link();
        awaitSigned(REVOKED, 0);
        awaitMark();
        services.stop(Port.API);
        Map<String, List<Document>> backup = services.backup();
        services.start(Port.API);
        patient.loginAgain();
        assertThat(revoke(revoked)).isEqualTo(204);
        link();
        awaitSigned(REVOKED, 1);
        assertThat(services.writeEventsOfTheLog(data.resolve("witness").resolve("logged-events.jsonl")))
                .isEqualTo(VerifyCommand.GOOD);

        // when
        services.stopAll();
        services.restore(backup);
        services.loseBroker();
        settings.put(REASON, "The disk of everything failed");
        services.start(Port.API);

        // then nothing that nobody knows is open, and what is known is as it was
        assertThat(open(kept)).isEqualTo(404);
        assertThat(open(revoked)).isEqualTo(404);
        patient.loginAgain();
        assertThat(qrCode(kept).get("status").asString()).isEqualTo("PAUSED");
        assertThat(qrCode(revoked).get("status").asString()).isEqualTo("REVOKED");
    }

    /** Waits for the file that remembers how new the store is. */
    private Path awaitMark() {
        Path mark = data.resolve("witness").resolve(StoreWitness.NAME);
        await().atMost(WITHIN).until(() -> Files.exists(mark));
        return mark;
    }

    private List<String> report() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("witness"))) {
            Path file = files.filter(each -> each.toString().endsWith(".jsonl"))
                    .max(Path::compareTo)
                    .orElseThrow();
            return Files.readAllLines(file);
        }
    }

    private void awaitSigned(String type, int times) {
        awaitSigned("/audit-log", type, times);
    }

    /** Waits for the entries of all links as well. */
    private void awaitSigned(String log, String type, int times) {
        await().atMost(WITHIN).ignoreExceptions().untilAsserted(() -> {
            List<String> types =
                    services.trail(log).entries().stream().map(AuditEntry::type).toList();
            assertThat(types.stream().filter(type::equals)).hasSize(times);
            assertThat(types.stream().filter("org.healthpassport.qr-code.requested.v1"::equals))
                    .hasSizeGreaterThanOrEqualTo(2 + times);
        });
    }

    private JsonNode link() throws IOException, InterruptedException {
        HttpResponse<byte[]> requested = services.api()
                .postJson(
                        path(""),
                        Map.of("kind", "HEALTH_LINK", "label", "For the doctor", "content", Map.of("summary", true)),
                        patient.authorization());
        assertThat(requested.statusCode()).isEqualTo(202);
        return qrCode(ApiClient.json(requested));
    }

    private JsonNode qrCode(JsonNode link) throws IOException, InterruptedException {
        return ApiClient.json(services.api()
                .get(services.at(Port.API).resolve(path("/" + id(link))), patient.authorization()));
    }

    private int revoke(JsonNode link) throws IOException, InterruptedException {
        return services.api()
                .delete(path("/" + id(link)), patient.authorization())
                .statusCode();
    }

    /** Requests the manifest; returns the status. */
    private int open(JsonNode link) throws IOException, InterruptedException {
        String payload = link.get("payload").asString().substring("shlink:/".length());
        String url =
                new String(Base64.getUrlDecoder().decode(payload), UTF_8).replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        return services.api().postJson(url, Map.of("recipient", "Dr. Who")).statusCode();
    }

    private static String id(JsonNode link) {
        return link.get("qrCodeId").asString();
    }

    private String path(String rest) {
        return "/api/patients/" + patient.patientId() + "/qr-codes" + rest;
    }
}
