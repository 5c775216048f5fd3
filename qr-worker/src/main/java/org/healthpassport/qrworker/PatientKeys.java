package org.healthpassport.qrworker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.key.UnknownKey;
import org.jspecify.annotations.Nullable;

/** Reads the patients' keys for QR codes, and no others, from the documents that {@code api-service} wrote. */
final class PatientKeys {
    private static final Set<KeyPurpose> QR = Set.of(KeyPurpose.QR);
    /** The longest time that a destroyed key still works here. */
    private static final Duration UNWRAPPED_FOR = Duration.ofSeconds(60);

    private static final int UNWRAPPED_AT_MOST = 1_000;
    /** The longest read, shorter than the read time-out. Without it, a read waits until there is a majority. */
    private static final int LONGEST_MILLIS = 5_000;

    private static final int NOT_A_REPLICA_SET = 123;

    private final MongoCollection<Document> documents;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private final Cache<String, SubjectKeys> unwrapped;

    PatientKeys(MongoDatabase database, KeyEncryptionKeys keyEncryptionKeys, Ticker ticker) {
        // These settings override the connection string. Destroyed keys must not come back from a secondary, nor from
        // an old primary that does not know yet that it was voted out.
        this.documents = database.getCollection(SubjectKeyDocument.COLLECTION)
                .withReadConcern(ReadConcern.LINEARIZABLE)
                .withReadPreference(ReadPreference.primary());
        this.keyEncryptionKeys = keyEncryptionKeys;
        this.unwrapped = Caffeine.newBuilder()
                .expireAfterWrite(UNWRAPPED_FOR)
                .maximumSize(UNWRAPPED_AT_MOST)
                .ticker(ticker)
                .build();
    }

    /**
     * True if any patient has keys for QR codes, so that the key-encryption key was used.
     *
     * @throws com.mongodb.MongoException if the database does not answer
     */
    static boolean isAnyIn(MongoDatabase database) {
        return database.getCollection(SubjectKeyDocument.COLLECTION)
                        .find(Filters.exists(SubjectKeyDocument.field(KeyPurpose.QR)))
                        .first()
                != null;
    }

    /**
     * The keys of a patient; empty if they do not exist or were destroyed.
     *
     * @throws PatientKeysDamaged if the keys were changed or belong to another patient
     * @throws UnknownKey if this worker does not have the key that wrapped them
     * @throws com.mongodb.MongoException if the database does not answer
     */
    Optional<SubjectKeys> of(String patientId) {
        SubjectKeys known = unwrapped.getIfPresent(patientId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SubjectKeys> stored = find(patientId).flatMap(this::unwrapped);
        stored.ifPresent(keys -> unwrapped.put(patientId, keys));
        return stored;
    }

    private Optional<SubjectKeys> unwrapped(Document stored) {
        try {
            return Optional.of(SubjectKeyDocument.read(stored, PatientKeys::bytes))
                    .filter(document -> document.wrappedKeysets().containsKey(KeyPurpose.QR))
                    .map(document -> SubjectKeys.unwrap(document, QR, keyEncryptionKeys));
        } catch (UnknownKey ours) {
            throw ours;
        } catch (SealBroken | IllegalArgumentException damage) {
            throw new PatientKeysDamaged(damage);
        }
    }

    private Optional<Document> find(String patientId) {
        Document stored;
        try {
            stored = first(documents, patientId);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NOT_A_REPLICA_SET) {
                throw e;
            }
            // A standalone server cannot be voted out, so a majority read is enough.
            stored = first(documents.withReadConcern(ReadConcern.MAJORITY), patientId);
        }
        return Optional.ofNullable(stored);
    }

    private static @Nullable Document first(MongoCollection<Document> documents, String patientId) {
        return documents
                .find(Filters.eq(patientId))
                .maxTime(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .first();
    }

    private static byte[] bytes(Object stored) {
        if (stored instanceof Binary binary) {
            return binary.getData();
        }
        throw new IllegalArgumentException("Expected a binary value in a key document, but it has another type.");
    }
}
