package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldStartStopAndStartAgainWithTheSameData() throws Exception {
        Path data = folder.resolve("data");
        try (StandaloneProcess passport = StandaloneProcess.on(data).start().awaitReady()) {
            // then: everything runs, and its addresses are printed
            for (Port port : List.of(Port.API, Port.DOCUMENT_WORKER, Port.QR_WORKER, Port.AUDIT)) {
                assertThat(passport.status(port, "/actuator/health/readiness"))
                        .as(port.name())
                        .isEqualTo(200);
            }
            for (Port port : Port.values()) {
                // Another loopback address reaches a server only if it listens on all addresses.
                assertThatThrownBy(() -> new Socket("127.0.0.2", passport.port(port)).close())
                        .as(port.name())
                        .isInstanceOf(ConnectException.class);
            }
            assertThat(passport.text())
                    .contains(passport.api().toString(), passport.audit().toString(), data.toString())
                    .contains("127.0.0.1:" + passport.port(Port.KAFKA), "127.0.0.1:" + passport.port(Port.MONGODB))
                    .contains("admin@localhost");
            assertThat(passport.text()).doesNotContain("\tat ");
            assertLetsInNobodyWithoutAPassword(passport, data.resolve("keys"));
            Path passwordFile = data.resolve("first-administrator-password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwordFile)))
                    .isEqualTo("rw-------");
            String password = Files.readString(passwordFile).strip();
            assertThat(passport.text()).contains(password);

            // when: a second one wants the same folder
            try (StandaloneProcess second = StandaloneProcess.on(data).start()) {
                // then
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output()).singleElement().asString().contains(data.toString());
            }

            // when: it is used, stopped and started again
            assertThat(logIn(passport.api(), password)).isEqualTo(200);
            assertThat(passwordFile).doesNotExist();
            int exitCode = passport.terminate();

            // then
            assertThat(exitCode).isZero();
            assertThat(passport.text()).doesNotContain("\tat ");

            // when: a key is lost
            Path key = data.resolve("keys/kek-state.json");
            Path backup = Files.move(key, folder.resolve("backup.json"));

            // then: it is not replaced
            assertThat(passport.start().awaitExit()).isEqualTo(1);
            assertThat(passport.output())
                    .last()
                    .asString()
                    .startsWith("api-service: ")
                    .contains(key.getParent().toString(), "kek-state.json", "restore");
            assertThat(linesOf(passport)).hasSizeLessThan(5);
            assertThat(key).doesNotExist();

            // when: the key is back
            Files.move(backup, key);

            // then
            passport.start().awaitReady();
            assertThat(logIn(passport.api(), password)).isEqualTo(200);
            assertThat(passport.text()).doesNotContain(password);
        }
    }

    @Test
    void shouldNameThePortInUseAndItsSetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                StandaloneProcess passport = StandaloneProcess.on(
                        folder.resolve("data"),
                        Map.of("HEALTHPASSPORT_AUDIT_PORT", Integer.toString(taken.getLocalPort())))) {
            // when
            int exitCode = passport.start().awaitExit();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(passport.output())
                    .singleElement()
                    .asString()
                    .contains(Integer.toString(taken.getLocalPort()), "HEALTHPASSPORT_AUDIT_PORT");
        }
    }

    @Test
    void shouldListAllWrongSettingsAtOnce() {
        try (StandaloneProcess passport = StandaloneProcess.on(
                folder.resolve("data"),
                Map.of("HEALTHPASSPORT_API_PORT", "http", "HEALTHPASSPORT_ADMIN_PASSWORD", "too short"))) {
            // when
            int exitCode = passport.start().awaitExit();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(passport.output())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("HEALTHPASSPORT_API_PORT"))
                    .anyMatch(line -> line.contains("HEALTHPASSPORT_ADMIN_PASSWORD") && !line.contains("too short"));
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void shouldNameTheSettingsThatAServiceRejects() {
        try (StandaloneProcess passport = StandaloneProcess.on(
                folder.resolve("data"),
                Map.of(
                        "HEALTHPASSPORT_DOCUMENT_MAX_SIZE",
                        "viel",
                        "HEALTHPASSPORT_AUDIT_ORIGIN",
                        "http://x",
                        "HEALTHPASSPORT_TOPIC_PARTITIONS",
                        "viele",
                        "KAFKA_SECURITY_PROTOCOL",
                        "sicher",
                        "HEALTHPASSPORT_BIND_ADDRESS",
                        "hier",
                        "HEALTHPASSPORT_PATIENT_QUOTE",
                        "unknown"))) {
            // when
            int exitCode = passport.start().awaitExit();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(linesOf(passport))
                    .hasSizeLessThan(10)
                    .contains("api-service: HEALTHPASSPORT_DOCUMENT_MAX_SIZE: must be a size, such as 10MB.")
                    .contains(
                            "api-service, document-worker, qr-worker: HEALTHPASSPORT_TOPIC_PARTITIONS: must be a number.",
                            "api-service, document-worker, qr-worker, audit-service: KAFKA_SECURITY_PROTOCOL: must be one of [PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL].")
                    .anyMatch(line -> line.startsWith("audit-service: HEALTHPASSPORT_AUDIT_ORIGIN: must be a host"))
                    .anyMatch(line -> line.startsWith("HEALTHPASSPORT_BIND_ADDRESS: must be an IP address"))
                    .anyMatch(line -> line.contains("WARN")
                            && line.contains("HEALTHPASSPORT_PATIENT_QUOTE")
                            && line.endsWith("HEALTHPASSPORT_PATIENT_QUOTA"));
            assertThat(passport.text()).doesNotContain("viel", "unknown\n");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    /** The store and the broker serve those who can read the key folder, and nobody else. */
    private static void assertLetsInNobodyWithoutAPassword(StandaloneProcess passport, Path keys) throws Exception {
        for (String name : List.of("kafka-password", "mongodb-password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(name))))
                    .isEqualTo("rw-------");
            assertThat(passport.text())
                    .contains("(password in " + keys.resolve(name) + ")")
                    .doesNotContain(Files.readString(keys.resolve(name)).strip());
        }
        try (MongoClient owner = MongoClients.create(passport.mongoDb());
                MongoClient stranger = MongoClients.create("mongodb://127.0.0.1:" + passport.port(Port.MONGODB))) {
            assertThat(owner.listDatabaseNames()).contains("healthpassport");
            assertThatThrownBy(() -> stranger.listDatabaseNames().first())
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("requires a login");
        }
        Map<String, Object> anonymous = Map.of(
                "bootstrap.servers",
                passport.kafka().get("bootstrap.servers"),
                "default.api.timeout.ms",
                3_000,
                "request.timeout.ms",
                2_000);
        try (Admin owner = Admin.create(passport.kafka());
                Admin stranger = Admin.create(anonymous)) {
            assertThat(owner.listTopics().names().get()).contains("healthpassport.patient");
            assertThatThrownBy(() -> stranger.listTopics().names().get()).isInstanceOf(ExecutionException.class);
        }
    }

    /** The output without the progress lines that a slow machine adds. */
    private static List<String> linesOf(StandaloneProcess passport) {
        return passport.output().stream()
                .filter(line -> !line.startsWith("Still waiting for "))
                .toList();
    }

    private static int logIn(URI api, String password) throws IOException, InterruptedException {
        String credentials = """
                {"email": "admin@localhost", "password": "%s"}""".formatted(password);
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/api/auth/login"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(credentials))
                .build();
        HttpResponse<Void> response = CLIENT.send(request, BodyHandlers.discarding());
        return response.statusCode();
    }
}
