package org.healthpassport.audit;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.auditor.TestIssuer;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.edge.account.RecentAccounts;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.standing.AccountStanding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.FileSystemUtils;

/**
 * The whole service over HTTP with a real store on disk; started once for all tests that use it:
 * {@code @RegisterExtension static final AuditUnderTest audit = new AuditUnderTest();}
 */
public final class AuditUnderTest implements BeforeAllCallback {
    public static final String PUBLIC_URL = "https://passport.test";

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        // Surefire hands the classes to a JVM one by one, each with a root of its own.
        running = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(AuditUnderTest.class))
                .computeIfAbsent("running", key -> Running.start(), Running.class);
    }

    /** A client without a token. */
    public WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port())
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(20 << 20))
                .build();
    }

    /** A client with a token of this role, for an account of this id. */
    public WebTestClient client(String role, String account) {
        return client(token(role, account));
    }

    /** A token of this role, for an account of this id. */
    public String token(String role, String account) {
        if (!role.equals(running().roles.put(account, role))) {
            write(account, new AccountStanding(role, AccountStanding.Status.ACTIVE, Instant.EPOCH, null));
            bean(RecentAccounts.class).changed(account, running().versions.get(account));
        }
        return issuer().token(account, role);
    }

    /** Writes an account as api-service does, which this service does not learn. */
    public void write(String account, AccountStanding standing) {
        running().write(account, standing);
    }

    public WebTestClient client(String token) {
        return client().mutate()
                .defaultHeader("Authorization", "Bearer " + token)
                .build();
    }

    public WebTestClient auditor() {
        return client("AUDITOR", "auditor");
    }

    public int port() {
        return running().port();
    }

    public TestIssuer issuer() {
        return running().issuer;
    }

    /** The answer to an auditor before api-service had published a key. */
    public HttpResponse<String> answerWithoutKeys() {
        return running().answerWithoutKeys;
    }

    public String vkey() {
        return verifierKey().toString();
    }

    public VerifierKey verifierKey() {
        return (VerifierKey)
                running().application.getBean("verifierKey", Supplier.class).get();
    }

    public MongoDatabase database() {
        return bean(MongoDatabase.class);
    }

    public <T> T bean(Class<T> type) {
        return running().application.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return running().application.getBean(name, type);
    }

    /** Lets the queue of own entries fail while it is true; a test must set it back. */
    public AtomicBoolean queueAway() {
        return running().application.getBean(Beans.class).queueAway;
    }

    /** Makes a patient known to the service; gives the pseudonym. */
    public String pseudonymOf(String patientId) {
        AuditKeyDocument made = AuditKeyDocument.generate(patientId, bean(KeyEncryptionKeys.class));
        database().getCollection(AuditKeyDocument.COLLECTION).insertOne(new Document(made.fields()));
        database().getCollection("patients").insertOne(new Document("_id", patientId).append("version", 1L));
        return made.pseudonym();
    }

    /** Seals a detail with the keys of a patient who is known to the service, as api-service does. */
    public EntryDetail sealed(String patientId, String eventId, byte[] detail) {
        try {
            AuditKeys.NamedKeys keys =
                    bean(AuditKeys.class).ofSubject(patientId).orElseThrow();
            SealedDetail sealed = SealedDetail.seal(keys.keys(), eventId, detail);
            return new EntryDetail(keys.pseudonym(), sealed.sealed(), sealed.commitment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Logs entries and returns when they are signed and searches find them. Gives their indexes, in the order of the
     * entries.
     */
    public List<Long> log(List<AuditEntry> entries) {
        return logIdentified(entries.stream().map(AuditEntry::identified).toList());
    }

    public List<Long> logIdentified(List<IdentifiedEntry> entries) {
        try {
            long from = bean(CommittedLog.class).size();
            for (IdentifiedEntry entry : entries) {
                bean(Beans.class).others.add(entry);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> indexes(from, entries)
                            .values()
                            .containsAll(
                                    entries.stream().map(IdentifiedEntry::id).toList()));
            Map<Long, String> indexes = indexes(from, entries);
            List<Long> found = new ArrayList<>(Collections.nCopies(entries.size(), -1L));
            List<String> ids = entries.stream().map(IdentifiedEntry::id).toList();
            indexes.forEach((index, id) -> found.set(ids.indexOf(id), index));
            awaitSize(Collections.max(found) + 1);
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until so many entries are signed and can be searched. */
    public void awaitSize(long size) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> position() >= size && signedSize() >= size);
    }

    /** The number of entries that searches find. */
    public long position() throws IOException {
        Generations generations = bean(Generations.class);
        return generations.position(generations.current());
    }

    private long signedSize() throws IOException {
        return bean(CommittedLog.class)
                .signed()
                .map(signed -> signed.checkpoint().size())
                .orElse(0L);
    }

    private Map<Long, String> indexes(long from, List<IdentifiedEntry> wanted) throws IOException {
        Map<Entry, String> ids = new HashMap<>();
        wanted.forEach(entry -> ids.put(entry.entry(), entry.id()));
        CommittedLog log = bean(CommittedLog.class);
        long size = log.size();
        List<Entry> entries = log.committed().entries(from, size);
        Map<Long, String> indexes = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (ids.containsKey(entries.get(i))) {
                indexes.put(from + i, ids.get(entries.get(i)));
            }
        }
        return indexes;
    }

    /** The entries about an account's requests, in the log or durably on the way to it. */
    public List<AuditEntry> recorded(String account) {
        try {
            Map<String, AuditEntry> recorded = new HashMap<>();
            Stream<Entry> waiting =
                    bean(OwnEntries.class).waiting(10_000).entries().stream().map(IdentifiedEntry::entry);
            // Not the service's own, which may be a moment old.
            CommittedLog log = new CommittedLog(
                    bean(LogStore.class), bean(CheckpointStore.class), bean(StoredFileCache.class), System::nanoTime);
            Stream<Entry> logged = log.committed().entries(0, log.size()).stream();
            Stream.concat(waiting, logged)
                    .flatMap(entry -> readable(entry).stream())
                    .filter(entry -> entry.actor().id().equals(account))
                    .forEach(entry -> recorded.put(entry.eventId(), entry));
            return List.copyOf(recorded.values());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<AuditEntry> readable(Entry entry) {
        try {
            return Optional.of(AuditEntry.parse(entry));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("Expected the extension to be registered, but it is not");
        }
        return running;
    }

    private record Running(
            Path folder,
            EmbeddedStore store,
            EmbeddedBroker broker,
            TestIssuer issuer,
            ConfigurableApplicationContext application,
            HttpResponse<String> answerWithoutKeys,
            Map<String, String> roles,
            Map<String, Long> versions)
            implements AutoCloseable {

        static Running start() {
            try {
                Path folder = Files.createTempDirectory("audit-under-test");
                EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                store.start();
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")));
                broker.start();
                makeTopics(broker.bootstrapServers());
                EventKeys.openOrCreate(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE, () -> false);
                TestIssuer issuer = TestIssuer.start(PUBLIC_URL);
                ConfigurableApplicationContext context = AuditApplication.builder()
                        .sources(Beans.class)
                        .run(
                                "--server.port=0",
                                "--spring.main.banner-mode=off",
                                "--healthpassport.public-url=" + PUBLIC_URL,
                                "--healthpassport.audit.jwks-url=" + issuer.jwksUrl(),
                                "--healthpassport.audit.projection.pause=20ms",
                                "--healthpassport.connection.head-within=2s",
                                // The checks of the tests are their own.
                                "--healthpassport.audit.completeness.interval=1h",
                                "--healthpassport.audit.completeness.round=1h",
                                "--healthpassport.keys.folder=" + folder.resolve("keys"),
                                "--healthpassport.keys.create-missing=true",
                                "--healthpassport.witness.folder=" + folder.resolve("witness"),
                                "--spring.mongodb.uri=" + store.connectionString("audit"),
                                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
                Map<String, Long> versions = new ConcurrentHashMap<>();
                write(
                        context,
                        versions,
                        "first",
                        new AccountStanding("AUDITOR", AccountStanding.Status.ACTIVE, Instant.EPOCH, null));
                issuer.answer(503);
                HttpResponse<String> withoutKeys = ask(context, issuer);
                issuer.answer(200);
                Awaitility.await().until(() -> ask(context, issuer).statusCode() == 200);
                return new Running(
                        folder, store, broker, issuer, context, withoutKeys, new ConcurrentHashMap<>(), versions);
            } catch (IOException e) {
                throw new IllegalStateException("Expected to start everything, but it failed", e);
            }
        }

        void write(String account, AccountStanding standing) {
            write(application, versions, account, standing);
        }

        private static void write(
                ConfigurableApplicationContext context,
                Map<String, Long> versions,
                String account,
                AccountStanding standing) {
            long version = versions.merge(account, 1L, Long::sum);
            byte[] sealed = standing.seal(account, version, context.getBean(KeyEncryptionKeys.class));
            context.getBean(MongoDatabase.class)
                    .getCollection(AccountStanding.COLLECTION)
                    .replaceOne(
                            Filters.eq(account),
                            new Document("_id", account)
                                    .append(AccountStanding.VERSION, version)
                                    .append(AccountStanding.FIELD, new Binary(sealed)),
                            new ReplaceOptions().upsert(true));
        }

        /** The services that publish make them otherwise. */
        private static void makeTopics(String bootstrapServers) {
            Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(Stream.of(Topics.values())
                                .map(topic -> new NewTopic(topic.topicName(), Optional.of(3), Optional.empty()))
                                .toList())
                        .all()
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Expected to make the topics, but it failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static HttpResponse<String> ask(ConfigurableApplicationContext context, TestIssuer issuer)
                throws IOException {
            URI uri = URI.create("http://127.0.0.1:" + port(context) + "/api/audit/reports/completeness");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + issuer.token("first", "AUDITOR"))
                    .build();
            try {
                return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        int port() {
            return port(application);
        }

        private static int port(ConfigurableApplicationContext context) {
            return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        }

        @Override
        public void close() throws IOException {
            application.close();
            issuer.close();
            broker.close();
            store.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** Lets the queue of own entries fail when it is told to, and others be logged with them. */
    static class Beans {
        final AtomicBoolean queueAway = new AtomicBoolean();
        /** Entries that do not come through the service's own queue. */
        final Queue<IdentifiedEntry> others = new ConcurrentLinkedQueue<>();

        @Bean
        static BeanPostProcessor failingQueue(ObjectProvider<Beans> beans) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof OwnEntries queue ? new FailingQueue(queue, beans) : bean;
                }
            };
        }
    }

    private record FailingQueue(OwnEntries queue, ObjectProvider<Beans> beans) implements OwnEntries {
        @Override
        public void addAll(List<IdentifiedEntry> entries) throws IOException {
            if (beans.getObject().queueAway.get()) {
                throw new IOException("away");
            }
            queue.addAll(entries);
        }

        @Override
        public Waiting waiting(int atMost) throws IOException {
            Waiting own = queue.waiting(atMost);
            Stream<IdentifiedEntry> others = beans.getObject().others.stream().limit(atMost);
            return new Waiting(Stream.concat(own.entries().stream(), others).toList(), own.keys());
        }

        @Override
        public void remove(Waiting logged) throws IOException {
            queue.remove(logged);
            beans.getObject().others.removeAll(logged.entries());
        }
    }
}
