package org.healthpassport.aggregates.rotation;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.secret.ChangingSecret;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyVersionFiles;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** A database of its own in a real store, with everything that key-encryption keys seal, and instances that rotate them. */
final class RotatedStore {
    static final Duration PERIOD = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<KeyPurpose> OF_SUBJECT = Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR);
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] NOTHING = {};

    final ReactiveMongoTemplate mongo;
    final KeyFolder keys;
    final List<SealedCollection> collections = collections();

    private final Path folder;
    private final AtomicLong nanoTime = new AtomicLong();
    private final Map<String, byte[]> sealed = new HashMap<>();
    private final Map<String, byte[]> sealedDetails = new HashMap<>();
    private Instant now = Instant.parse("2026-11-30T00:00:00Z");

    RotatedStore(Path folder) {
        this.folder = folder;
        mongo = new ReactiveMongoTemplate(new SimpleReactiveMongoDatabaseFactory(
                StoreAndBus.shared().bean(MongoClient.class),
                "rotation-" + UUID.randomUUID().toString().substring(0, 8)));
        keys = KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false);
    }

    /** The keys as another process opens them now, and holds them. */
    KeyFolder anotherProcess() {
        return KeyFolder.open(folder, EnumSet.allOf(KeyPurpose.class));
    }

    KeyRotation<KeyPurpose> instance() {
        return instance(keys, collections);
    }

    KeyRotation<KeyPurpose> instance(KeyVersionFiles files, List<SealedCollection> found) {
        return instance(files, found, Duration.ZERO);
    }

    KeyRotation<KeyPurpose> instance(KeyVersionFiles files, List<SealedCollection> found, Duration backedUpWithin) {
        return new KeyRotation<>(
                "key-encryption keys",
                () -> files,
                new Rotations(
                        mongo,
                        Rotations.OF_KEY_ENCRYPTION_KEYS,
                        UUID.randomUUID().toString()),
                new Pass(mongo, new Resealing(mongo, files), found, () -> files),
                PERIOD,
                backedUpWithin,
                () -> UUID.randomUUID().toString(),
                clock(),
                nanoTime::get,
                Schedulers.immediate());
    }

    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanoTime.addAndGet(time.toNanos());
    }

    /** Turns of an instance until the rotation is over, or long after it should be. */
    void untilOver(KeyRotation<KeyPurpose> instance) {
        for (int turns = 0; turns < 30 && newest().isRunning(); turns++) {
            turn(instance);
            pass(Duration.ofSeconds(31));
        }
    }

    void turn(KeyRotation<KeyPurpose> instance) {
        try {
            instance.sweep().block(PATIENCE);
        } catch (RuntimeException wrapped) {
            if (wrapped.getCause() instanceof Error ended) {
                throw ended;
            }
            throw wrapped;
        }
    }

    Rotation begin(KeyRotation<KeyPurpose> instance) {
        return instance.begin(UUID.randomUUID().toString())
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    Rotation newest() {
        return new Rotations(mongo, Rotations.OF_KEY_ENCRYPTION_KEYS, "reader")
                .newest()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    Map<KeyPurpose, List<Integer>> versions() {
        Map<KeyPurpose, List<Integer>> versions = new HashMap<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            versions.put(purpose, keys.versions(purpose).ids());
        }
        return versions;
    }

    /** Stores the keys of a subject and of its audit entries, its standing, and a secret of the service. */
    void fill(int subjects) {
        for (int i = 0; i < subjects; i++) {
            String id = "subject-%06d".formatted(i);
            store(id, keys);
            AuditKeyDocument audit = AuditKeyDocument.generate(id, keys);
            sealedDetails.put(id, audit.unwrap(keys).seal(KeyPurpose.AUDIT, SECRET, NOTHING));
            insert(audit.fields(), AuditKeyDocument.COLLECTION);
            insert(
                    Map.of(
                            "_id",
                            id,
                            AccountStanding.VERSION,
                            3L,
                            AccountStanding.FIELD,
                            new Binary(standing().seal(id, 3, keys))),
                    AccountStanding.COLLECTION);
        }
        new ChangingSecret("token-keys", mongo, keys).insert(SECRET).block(PATIENCE);
    }

    void store(String id, KeyEncryptionKeys by) {
        SubjectKeyDocument document = SubjectKeys.generate(id, OF_SUBJECT, by);
        sealed.put(id, SubjectKeys.unwrap(document, OF_SUBJECT, by).seal(KeyPurpose.STATE, SECRET, NOTHING));
        insert(document.fields(), SubjectKeyDocument.COLLECTION);
    }

    void delete(String id) {
        mongo.remove(query(where("_id").is(id)), SubjectKeyDocument.COLLECTION).block(PATIENCE);
    }

    boolean isStored(String id) {
        return Boolean.TRUE.equals(mongo.exists(query(where("_id").is(id)), SubjectKeyDocument.COLLECTION)
                .block(PATIENCE));
    }

    void insert(Map<String, Object> fields, String collection) {
        mongo.insert(new Document(fields), collection).block(PATIENCE);
    }

    /** True if the newest version of the keys alone opens everything, and what it sealed before. */
    boolean opensAll() {
        KeyFolder alone = anotherProcess();
        for (Map.Entry<String, byte[]> subject : sealed.entrySet()) {
            if (isStored(subject.getKey())
                    && SubjectKeys.unwrap(subjectKeys(subject.getKey()), OF_SUBJECT, alone)
                                    .open(KeyPurpose.STATE, subject.getValue(), NOTHING)
                                    .length
                            != SECRET.length) {
                return false;
            }
        }
        for (Map.Entry<String, byte[]> subject : sealedDetails.entrySet()) {
            AuditKeyDocument.read(document(subject.getKey(), AuditKeyDocument.COLLECTION), RotatedStore::bytes)
                    .unwrap(alone)
                    .open(KeyPurpose.AUDIT, subject.getValue(), NOTHING);
            Document account = document(subject.getKey(), AccountStanding.COLLECTION);
            AccountStanding.open(subject.getKey(), 3, bytes(account.get(AccountStanding.FIELD)), alone);
        }
        return new ChangingSecret("token-keys", mongo, alone)
                        .read()
                        .blockOptional(PATIENCE)
                        .orElseThrow()
                        .number()
                == 1;
    }

    SubjectKeyDocument subjectKeys(String id) {
        return SubjectKeyDocument.read(document(id, SubjectKeyDocument.COLLECTION), RotatedStore::bytes);
    }

    private Document document(String id, String collection) {
        return mongo.findById(id, Document.class, collection)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static byte[] bytes(Object stored) {
        return ((Binary) stored).getData();
    }

    private static AccountStanding standing() {
        return new AccountStanding("PATIENT", AccountStanding.Status.ACTIVE, Instant.EPOCH, null);
    }

    /** As Spring finds them in a service. */
    private static List<SealedCollection> collections() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(SealedCollection.class));
        List<SealedCollection> found = new ArrayList<>();
        scanner.findCandidateComponents("org.healthpassport.aggregates").stream()
                .map(candidate -> String.valueOf(candidate.getBeanClassName()))
                .filter(name -> !name.contains("Test") && !name.contains("RotatedStore"))
                .sorted()
                .map(name -> ClassUtils.resolveClassName(name, RotatedStore.class.getClassLoader()))
                .forEach(type -> found.add((SealedCollection) BeanUtils.instantiateClass(type)));
        return found;
    }
}
