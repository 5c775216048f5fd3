package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.password.QuickHashing;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.space.FreeSpace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
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
public final class ApiUnderTest implements BeforeAllCallback, BeforeEachCallback {
    public static final String PUBLIC_URL = "https://passport.test";
    public static final String ADMIN_EMAIL = "first.admin@passport.test";
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration BODY_WITHIN = Duration.ofSeconds(5);
    public static final int MAX_DOCUMENT_BYTES = 2 << 20;
    public static final int PATIENT_QUOTA_BYTES = 5 << 20;
    public static final int RECORDS_PER_PATIENT = 2_000;
    public static final int RECORD_BYTES_PER_PATIENT = 50 << 20;
    public static final int VERSIONS_PER_PATIENT = 5_000;
    public static final int DOCUMENTS_PER_PATIENT = 500;
    public static final int QR_CODES_PER_PATIENT = 200;
    private static final int LARGEST_ANSWER = 2 << 20;
    public static final String PASSWORD = "correct horse battery";

    /** A new connection for each request, as the server closes idle ones so soon that a kept one could be gone. */
    private static final ClientHttpConnector CONNECTOR =
            new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.newConnection()));

    /** Takes the mail of all instances. */
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Map<Service, EventMacs> macsOfOthers = new ConcurrentHashMap<>();
    private @Nullable Running running;
    private int linesBefore;

    @Override
    public void beforeAll(ExtensionContext context) {
        // Surefire hands the classes to a JVM one by one, each with a root of its own.
        running = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(ApiUnderTest.class))
                .computeIfAbsent("running", key -> Running.start(), Running.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        linesBefore = running().logs.size();
    }

    /** A client with an address of its own, as if it came through a reverse proxy. */
    public WebTestClient client() {
        int number = CLIENTS.incrementAndGet();
        return WebTestClient.bindToServer(CONNECTOR)
                .baseUrl("http://127.0.0.1:" + running().port())
                .defaultHeader("X-Forwarded-For", "10.7.%d.%d".formatted(number / 250, number % 250 + 1))
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
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

    /** A new administrator with an access token; nobody needs the password. */
    public SignedIn administrator() {
        return staff(Role.ADMIN);
    }

    /** A new auditor in the same way. */
    public SignedIn auditor() {
        return staff(Role.AUDITOR);
    }

    private SignedIn staff(Role role) {
        String accountId = UUID.randomUUID().toString();
        EmailAddress email = EmailAddress.parse(accountId + "@passport.test").orElseThrow();
        Accounts accounts = bean(Accounts.class);
        Credentials credentials = new Credentials(email, accounts.byEmail().indexOf(email), "no password");
        Instant now = Instant.now();
        Session session = Session.started(UUID.randomUUID().toString(), role, now);
        AccountState account =
                AccountState.ofStaff(accountId, role, credentials, null).withSession(session, now);
        accounts.create(account).block(Duration.ofSeconds(30));
        String token = bean(AccessTokens.class)
                .issue(account.caller(), session, null, "of-" + accountId)
                .value();
        return new SignedIn(accountId, "", email.value(), token);
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

    /** Puts an event on the bus as its producer does, and returns when it is stored there. */
    public void publish(Event event) {
        bean(EventPublisher.class).publish(attested(event)).join();
    }

    /** An event with the MACs of its producer, whichever service that is. */
    public AttestedEvent attested(Event event) {
        Service producer = event.type().producer();
        return producer == Service.API_SERVICE
                ? bean(EventMacs.class).attest(event)
                : macsOfOthers.computeIfAbsent(producer, this::macsOf).attest(event);
    }

    private EventMacs macsOf(Service service) {
        Path keys = bean(KeySettings.class).folder();
        EventKeys.openOrCreate(Service.AUDIT_SERVICE, keys, FileProtection.NONE, () -> false);
        MacKeyFolder own = EventKeys.open(service, keys, FileProtection.NONE);
        return EventKeys.macs(service, () -> own);
    }

    /** Puts a worker's report on the bus, and returns when it is stored there. */
    public void report(EventType type, String subjectId, SpecificRecord report) {
        publish(new Event(
                UUID.randomUUID().toString(),
                type,
                subjectId,
                Instant.now(),
                subjectId,
                null,
                UUID.randomUUID().toString(),
                null,
                null,
                EventCodec.encode(report)));
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

    /** The folder of the files of the store, the broker and everything else. */
    public Path folder() {
        return running().folder;
    }

    public String bootstrapServers() {
        return running().broker.bootstrapServers();
    }

    /** The line to the store; a test that cuts it must mend it again. */
    public CuttableLine lineToStore() {
        return running().lineToStore;
    }

    /** Another line to the store than the one that this service uses; the caller closes it. */
    public CuttableLine anotherLineToStore() {
        try {
            return running().anotherLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts another instance on the same store, broker and keys; the caller closes it.
     *
     * @param settings of its own
     */
    public Instance anotherInstance(Map<String, String> settings) {
        return new Instance(running().runAnother(settings));
    }

    /** The same without waiting until it is ready, for one that cannot become ready. */
    public Instance anotherInstanceThatIsNotReady(Map<String, String> settings) {
        return new Instance(running().startAnother(settings));
    }

    /**
     * The arguments for a process of its own that is another instance, on a free port.
     *
     * @param lineToStore its way to the store
     */
    public List<String> arguments(CuttableLine lineToStore) {
        return Running.arguments(running().settings(lineToStore));
    }

    /**
     * The arguments for a process of its own, on a free port, without anything else of this class.
     *
     * @param folder of the keys and of all files
     * @param own settings that differ
     */
    public static List<String> arguments(Path folder, String storeUri, EmbeddedBroker broker, Map<String, String> own) {
        Map<String, String> settings = Running.settings(folder, storeUri, broker);
        settings.putAll(own);
        return Running.arguments(settings);
    }

    /** The free space of the disks; a test that lowers it must raise it again. */
    public SettableFreeSpace freeSpace() {
        return running().freeSpace;
    }

    /** The SMTP server to which the service sends. */
    public GreenMail mail() {
        return MAIL;
    }

    /** The log since the test began, as other tests make the service log failures on purpose. */
    public String logged() {
        return running().logs.textAfter(linesBefore);
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("Expected the extension to be registered, but it is not");
        }
        return running;
    }

    /** An account, most often a patient's, with a valid access token. */
    public record SignedIn(String accountId, String patientId, String email, String accessToken) {}

    /** One more instance of the service. */
    public static final class Instance implements AutoCloseable {
        private final ConfigurableApplicationContext application;

        private Instance(ConfigurableApplicationContext application) {
            this.application = application;
        }

        public int port() {
            return Running.portOf(application);
        }

        public <T> T bean(Class<T> type) {
            return application.getBean(type);
        }

        public <T> T bean(String name, Class<T> type) {
            return application.getBean(name, type);
        }

        @Override
        public void close() {
            application.close();
        }
    }

    private record Running(
            Path folder,
            EmbeddedStore store,
            EmbeddedBroker broker,
            CuttableLine lineToStore,
            CapturedLogs logs,
            SettableFreeSpace freeSpace,
            ConfigurableApplicationContext application)
            implements AutoCloseable {

        static Running start() {
            // The store in this JVM blocks its own event loops, so only those of HTTP are watched.
            BlockHound.builder()
                    .nonBlockingThreadPredicate(
                            others -> thread -> thread.getName().startsWith("reactor-http"))
                    // Random numbers come from a device that does not block once the machine is up.
                    .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                    // A line of the log waits for the line that another thread is writing, and for nothing else.
                    .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "writeBytes")
                    // Jackson makes each deserializer once, under a lock that another thread may hold for microseconds.
                    .allowBlockingCallsInside(
                            "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                    .install();
            try {
                Path folder = Files.createTempDirectory("api-under-test");
                EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                store.start();
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")));
                broker.start();
                CuttableLine line = CuttableLine.to(portIn(storeUri(store)));
                CapturedLogs logs = new CapturedLogs();
                SettableFreeSpace freeSpace = new SettableFreeSpace();
                ConfigurableApplicationContext context =
                        run(settings(folder, over(line, store), broker), logs, freeSpace);
                Running running = new Running(folder, store, broker, line, logs, freeSpace, context);
                awaitReadiness(portOf(context));
                return running;
            } catch (IOException e) {
                throw new IllegalStateException("Expected to start everything, but it failed", e);
            }
        }

        private static Map<String, String> settings(Path folder, String storeUri, EmbeddedBroker broker) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("server.port", "0");
            settings.put("healthpassport.mail.smtp-url", "smtp://127.0.0.1:" + mailPort() + "?tls=none");
            settings.put("healthpassport.second-factor.required", "false");
            settings.put("healthpassport.mail.from", "passport@passport.test");
            settings.put("server.forward-headers-strategy", "framework");
            settings.put("healthpassport.public-url", PUBLIC_URL);
            settings.put("healthpassport.keys.folder", folder.resolve("keys").toString());
            settings.put("healthpassport.keys.create-missing", "true");
            settings.put("healthpassport.admin.email", ADMIN_EMAIL);
            settings.put(
                    "healthpassport.admin.password-file",
                    folder.resolve("admin-password").toString());
            settings.put(
                    "healthpassport.documents.staging-url",
                    folder.resolve("staged").toUri().toString());
            settings.put(
                    "healthpassport.documents.storage-url",
                    folder.resolve("objects").toUri().toString());
            settings.put(
                    "healthpassport.disk.local.store", folder.resolve("store").toString());
            settings.put(
                    "healthpassport.disk.local.broker", folder.resolve("broker").toString());
            settings.put("healthpassport.documents.max-size", MAX_DOCUMENT_BYTES + "B");
            settings.put("healthpassport.documents.patient-quota", PATIENT_QUOTA_BYTES + "B");
            settings.put("healthpassport.limits.records-per-patient", Integer.toString(RECORDS_PER_PATIENT));
            settings.put("healthpassport.limits.record-bytes-per-patient", RECORD_BYTES_PER_PATIENT + "B");
            settings.put("healthpassport.documents.per-patient", Integer.toString(DOCUMENTS_PER_PATIENT));
            settings.put("healthpassport.limits.record-versions-per-patient", Integer.toString(VERSIONS_PER_PATIENT));
            settings.put("healthpassport.limits.qr-codes-per-patient", Integer.toString(QR_CODES_PER_PATIENT));
            // A report that is wrong on purpose does not hold up those behind it.
            settings.put("healthpassport.bus.unexpected-for", "0s");
            settings.put("server.netty.idle-timeout", IDLE_TIMEOUT.toMillis() + "ms");
            settings.put("healthpassport.connection.body-within", BODY_WITHIN.toMillis() + "ms");
            settings.put("healthpassport.connection.averaged-over", BODY_WITHIN.toMillis() + "ms");
            settings.put("spring.mongodb.uri", storeUri);
            settings.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
            return settings;
        }

        /** Starts the mail server, also for those who only want arguments for a process of their own. */
        private static synchronized int mailPort() {
            if (!MAIL.isRunning()) {
                MAIL.start();
            }
            return MAIL.getSmtp().getPort();
        }

        private static ConfigurableApplicationContext run(
                Map<String, String> settings, CapturedLogs logs, SettableFreeSpace freeSpace) {
            SpringApplication application = ApiApplication.builder()
                    .listeners(logs.attachedWhenLoggingIsUp())
                    .initializers(context -> {
                        GenericApplicationContext beans = (GenericApplicationContext) context;
                        beans.registerBean(FreeSpace.class, () -> freeSpace);
                        QuickHashing.use(beans);
                    })
                    .build();
            return application.run(arguments(settings).toArray(String[]::new));
        }

        static List<String> arguments(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toList();
        }

        Map<String, String> settings(CuttableLine line) {
            return settings(folder, over(line, store), broker);
        }

        CuttableLine anotherLine() throws IOException {
            return CuttableLine.to(portIn(storeUri(store)));
        }

        ConfigurableApplicationContext runAnother(Map<String, String> ownSettings) {
            ConfigurableApplicationContext another = startAnother(ownSettings);
            awaitReadiness(portOf(another));
            return another;
        }

        ConfigurableApplicationContext startAnother(Map<String, String> ownSettings) {
            Map<String, String> settings = settings(lineToStore);
            // The global one would count what both do, and keep the meters of the one that is closed.
            settings.put("management.metrics.use-global-registry", "false");
            settings.putAll(ownSettings);
            return SharedLogging.leftAsItIs(() -> run(settings, logs, freeSpace));
        }

        int port() {
            return portOf(application);
        }

        static int portOf(ConfigurableApplicationContext application) {
            return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
        }

        private static void awaitReadiness(int port) {
            WebTestClient client = WebTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + port)
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

        private static String storeUri(EmbeddedStore store) {
            return store.connectionString("healthpassport");
        }

        private static String over(CuttableLine line, EmbeddedStore store) {
            String direct = storeUri(store);
            return direct.replace(":" + portIn(direct) + "/", ":" + line.port() + "/");
        }

        private static int portIn(String connectionString) {
            return Integer.parseInt(connectionString.replaceAll(".*:(\\d+)/.*", "$1"));
        }

        @Override
        public void close() throws IOException {
            application.close();
            MAIL.stop();
            lineToStore.close();
            broker.close();
            store.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
