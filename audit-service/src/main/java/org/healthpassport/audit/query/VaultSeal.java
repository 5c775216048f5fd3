package org.healthpassport.audit.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.Detail;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;

/** Seals and opens details with the audit keys in {@code auditKeys}; unwrapped ones are remembered for a minute at most. */
final class VaultSeal implements DetailSeal {
    private static final int REMEMBERED_KEYS = 1000;

    private final MongoCollection<Document> documents;
    private final KeyEncryptionKeys keks;
    private final Cache<String, SubjectKeys> unwrapped = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(REMEMBERED_KEYS)
            .build();
    private volatile @Nullable String ownPseudonym;

    VaultSeal(MongoDatabase database, KeyEncryptionKeys keks) {
        this.documents = database.getCollection(AuditKeyDocument.COLLECTION)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.keks = keks;
    }

    @Override
    public Detail seal(String eventId, byte[] detail) throws IOException {
        String keyId = ownKeyId();
        SealedDetail sealed = SealedDetail.seal(
                keys(keyId).orElseThrow(() -> new IOException("Expected keys of this service, but they are gone.")),
                eventId,
                detail);
        return new Detail(keyId, sealed.sealed(), sealed.commitment());
    }

    @Override
    public OpenedDetail open(String eventId, Detail detail) throws IOException {
        try {
            Optional<SubjectKeys> keys = keys(detail.keyId());
            return keys.isEmpty()
                    ? new OpenedDetail.KeysDestroyed()
                    : new OpenedDetail.Open(
                            new SealedDetail(detail.sealed(), detail.commitment()).open(keys.get(), eventId));
        } catch (SealBroken broken) {
            return new OpenedDetail.Sealed();
        }
    }

    private String ownKeyId() throws IOException {
        String known = ownPseudonym;
        if (known == null) {
            Bson service = Filters.eq(AuditKeyDocument.SERVICE);
            Optional<AuditKeyDocument> stored = find(service);
            if (stored.isEmpty()) {
                insertOwn();
                stored = find(service);
            }
            known = stored.orElseThrow(() -> new IOException("Expected keys of this service, but they are gone."))
                    .pseudonym();
            ownPseudonym = known;
        }
        return known;
    }

    private void insertOwn() throws IOException {
        AuditKeyDocument made = AuditKeyDocument.generate(AuditKeyDocument.SERVICE, keks);
        try {
            documents.insertOne(new Document(made.fields()));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw away(e);
            }
        } catch (MongoException e) {
            throw away(e);
        }
    }

    private Optional<SubjectKeys> keys(String pseudonym) throws IOException {
        SubjectKeys known = unwrapped.getIfPresent(pseudonym);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SubjectKeys> keys =
                find(Filters.eq(AuditKeyDocument.PSEUDONYM, pseudonym)).map(document -> document.unwrap(keks));
        keys.ifPresent(found -> unwrapped.put(pseudonym, found));
        return keys;
    }

    private Optional<AuditKeyDocument> find(Bson filter) throws IOException {
        try {
            return Optional.ofNullable(documents.find(filter).first())
                    .map(stored -> AuditKeyDocument.read(stored, VaultSeal::bytes));
        } catch (MongoException e) {
            throw away(e);
        }
    }

    private static byte[] bytes(Object stored) {
        if (stored instanceof Binary binary) {
            return binary.getData();
        }
        throw new IllegalArgumentException("Expected a binary value in a document of audit keys, but it is another.");
    }

    private static IOException away(MongoException cause) {
        return new IOException(
                "Expected MongoDB to answer with audit keys, but it failed: code " + cause.getCode(), cause);
    }
}
