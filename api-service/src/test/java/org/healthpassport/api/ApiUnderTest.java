package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.FileSystemUtils;
import reactor.blockhound.BlockHound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The whole service over HTTP, with a real broker and a real store on disk; started once for all tests that use it:
 * {@code @RegisterExtension static final ApiUnderTest api = new ApiUnderTest();}
 */
public final class ApiUnderTest implements BeforeAllCallback {
    public static final String PUBLIC_URL = "https://passport.test";
    public static final String ADMIN_EMAIL = "first.admin@passport.test";
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);
    public static final int MAX_DOCUMENT_BYTES = 2 << 20;
    public static final int PATIENT_QUOTA_BYTES = 5 << 20;
    public static final int RECORDS_PER_PATIENT = 2_000;
    public static final int RECORD_BYTES_PER_PATIENT = 50 << 20;
    public static final int QR_CODES_PER_PATIENT = 200;
    public static final String PASSWORD = "correct horse battery";

    /**
     * A connection for each request, as the server closes idle ones so soon that a kept one may be gone when it is
     * used.
     */
    private static final ClientHttpConnector CONNECTOR =
            new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.newConnection()));

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        // Surefire hands the classes to a JVM one by one, each with a root of its own.
        running = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(ApiUnderTest.class))
                .computeIfAbsent("running", key -> Running.start(), Running.class);
    }

    /** A client with an address of its own, as if it came through a reverse proxy. */
    public WebTestClient client() {
        int number = CLIENTS.incrementAndGet();
        return WebTestClient.bindToServer(CONNECTOR)
                .baseUrl("http://127.0.0.1:" + running().port())
                .defaultHeader("X-Forwarded-For", "10.7.%d.%d".formatted(number / 250, number % 250 + 1))
                .responseTimeout(Duration.ofSeconds(60))
                .build();
    }

    /** A client that is signed in. */
    public WebTestClient client(SignedIn who) {
        return client().mutate()
                .defaultHeader("Authorization", "Bearer " + who.accessToken())
                .build();
    }

    /** Registers a new patient and signs in. */
    public SignedIn newPatient() {
        String email = UUID.randomUUID() + "@example.org";
        Map<?, ?> account = client().post()
                .uri("/api/auth/register")
                .bodyValue(registration(email))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(account).isNotNull();
        return new SignedIn(
                (String) account.get("accountId"), (String) account.get("patientId"), email, logIn(email, PASSWORD));
    }

    /** An administrator's access token, whose password nobody needs to know. */
    public SignedIn administrator() {
        String accountId = UUID.randomUUID().toString();
        String token = bean(AccessTokens.class)
                .issue(new Caller(accountId, Role.ADMIN, null), "of-" + accountId)
                .value();
        return new SignedIn(accountId, "", "", token);
    }

    /** An access token. */
    public String logIn(String email, String password) {
        Map<?, ?> answer = client().post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", password))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(answer).isNotNull();
        return (String) answer.get("access_token");
    }

    /** The body of a valid registration. */
    public static Map<String, Object> registration(String email) {
        return Map.of(
                "role",
                "PATIENT",
                "email",
                email,
                "password",
                PASSWORD,
                "name",
                Map.of("given", "Ada", "family", "Example"),
                "birthDate",
                "1980-05-17");
    }

    /** Puts a worker's report on the bus, and returns when it is there. */
    public void report(EventType type, String subjectId, SpecificRecord report) {
        bean(EventPublisher.class)
                .publish(new Event(
                        UUID.randomUUID().toString(),
                        type,
                        subjectId,
                        Instant.now(),
                        subjectId,
                        null,
                        UUID.randomUUID().toString(),
                        null,
                        null,
                        EventCodec.encode(report)))
                .join();
    }

    public <T> T bean(Class<T> type) {
        return running().application.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return running().application.getBean(name, type);
    }

    public int port() {
        return running().port();
    }

    /** Where the store, the broker and everything else keep their files. */
    public Path folder() {
        return running().folder;
    }

    public String bootstrapServers() {
        return running().broker.bootstrapServers();
    }

    /** The line to the store, which a test can cut; it must mend it again. */
    public CuttableLine lineToStore() {
        return running().lineToStore;
    }

    /** Everything that was logged since the start. */
    public String logged() {
        return running().logs.text();
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("Expected the extension to be registered, but it is not");
        }
        return running;
    }

    /** An account, most often a patient's, with a valid access token. */
    public record SignedIn(String accountId, String patientId, String email, String accessToken) {}

    private record Running(
            Path folder,
            EmbeddedStore store,
            EmbeddedBroker broker,
            CuttableLine lineToStore,
            CapturedLogs logs,
            ConfigurableApplicationContext application)
            implements AutoCloseable {

        static Running start() {
            // The store in this JVM blocks its own event loops, so only those of HTTP are watched.
            BlockHound.builder()
                    .nonBlockingThreadPredicate(
                            others -> thread -> thread.getName().startsWith("reactor-http"))
                    // Random numbers come from a device that does not block once the machine is up.
                    .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                    .install();
            try {
                Path folder = Files.createTempDirectory("api-under-test");
                EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                store.start();
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")));
                broker.start();
                String direct = store.connectionString("healthpassport");
                CuttableLine line = CuttableLine.to(portIn(direct));
                CapturedLogs logs = new CapturedLogs();
                SpringApplication application = ApiApplication.builder()
                        .listeners(logs.attachedWhenLoggingIsUp())
                        .build();
                ConfigurableApplicationContext context = application.run(
                        "--server.port=0",
                        "--server.forward-headers-strategy=framework",
                        "--healthpassport.public-url=" + PUBLIC_URL,
                        "--healthpassport.keys.folder=" + folder.resolve("keys"),
                        "--healthpassport.keys.create-missing=true",
                        "--healthpassport.admin.email=" + ADMIN_EMAIL,
                        "--healthpassport.admin.password-file=" + folder.resolve("admin-password"),
                        "--healthpassport.documents.staging-url="
                                + folder.resolve("staged").toUri(),
                        "--healthpassport.documents.storage-url="
                                + folder.resolve("objects").toUri(),
                        "--healthpassport.documents.max-size=" + MAX_DOCUMENT_BYTES + "B",
                        "--healthpassport.documents.patient-quota=" + PATIENT_QUOTA_BYTES + "B",
                        "--healthpassport.limits.records-per-patient=" + RECORDS_PER_PATIENT,
                        "--healthpassport.limits.record-bytes-per-patient=" + RECORD_BYTES_PER_PATIENT + "B",
                        "--healthpassport.limits.qr-codes-per-patient=" + QR_CODES_PER_PATIENT,
                        "--server.netty.idle-timeout=" + IDLE_TIMEOUT.toMillis() + "ms",
                        "--spring.mongodb.uri=" + direct.replace(":" + portIn(direct) + "/", ":" + line.port() + "/"),
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
                Running running = new Running(folder, store, broker, line, logs, context);
                running.awaitReadiness();
                return running;
            } catch (IOException e) {
                throw new IllegalStateException("Expected to start everything, but it failed", e);
            }
        }

        int port() {
            return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
        }

        private void awaitReadiness() {
            WebTestClient client = WebTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + port())
                    .responseTimeout(Duration.ofSeconds(60))
                    .build();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> client.get()
                            .uri("/actuator/health/readiness")
                            .exchange()
                            .expectBody(String.class)
                            .returnResult()
                            .getStatus()
                            .is2xxSuccessful());
        }

        private static int portIn(String connectionString) {
            return Integer.parseInt(connectionString.replaceAll(".*:(\\d+)/.*", "$1"));
        }

        @Override
        public void close() throws IOException {
            application.close();
            lineToStore.close();
            broker.close();
            store.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
