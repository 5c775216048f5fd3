package org.healthpassport.audit.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;

/**
 * The audit keys in {@code auditKeys}. A document is used only after its keys are unwrapped, which proves that subject and
 * pseudonym belong together. Unwrapped keys are cached for a minute at most. For any number of threads.
 *
 * <p>Methods throw {@link SealBroken} for a document that was changed, {@link IllegalArgumentException} for a malformed one,
 * and {@link IOException} if the database does not answer.
 */
public final class AuditKeys {
    private static final int REMEMBERED_KEYS = 1000;

    private final DurableCollection documents;
    private final KeyEncryptionKeys keks;
    private final Cache<String, NamedKeys> byPseudonym;
    private final Cache<String, NamedKeys> bySubject;

    public AuditKeys(MongoDatabase database, KeyEncryptionKeys keks, Ticker ticker) {
        this.documents = new DurableCollection(database, AuditKeyDocument.COLLECTION);
        this.keks = keks;
        this.byPseudonym = remembering(ticker);
        this.bySubject = remembering(ticker);
    }

    /** Keys, and the pseudonym by which entries name their subject. */
    public record NamedKeys(String pseudonym, SubjectKeys keys) {}

    /** The keys of this service, generated when they are first needed. */
    public NamedKeys own() throws IOException {
        Optional<NamedKeys> stored = ofSubject(AuditKeyDocument.SERVICE);
        if (stored.isEmpty()) {
            insertOwn();
            stored = ofSubject(AuditKeyDocument.SERVICE);
        }
        return stored.orElseThrow(() -> new IOException("Expected keys of this service, but they are gone."));
    }

    /** The keys of a patient or account, empty if there are none. */
    public Optional<NamedKeys> ofSubject(String subjectId) throws IOException {
        return find(bySubject, subjectId, Filters.eq(subjectId));
    }

    /** The keys of a pseudonym, empty if there are none. */
    public Optional<NamedKeys> ofPseudonym(String pseudonym) throws IOException {
        return find(byPseudonym, pseudonym, Filters.eq(AuditKeyDocument.PSEUDONYM, pseudonym));
    }

    private Optional<NamedKeys> find(Cache<String, NamedKeys> cache, String name, Bson filter) throws IOException {
        NamedKeys known = cache.getIfPresent(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<NamedKeys> found = read(filter)
                .map(stored -> AuditKeyDocument.read(stored, AuditKeys::bytes))
                .map(stored -> new NamedKeys(stored.pseudonym(), stored.unwrap(keks)));
        found.ifPresent(keys -> cache.put(name, keys));
        return found;
    }

    private Optional<Document> read(Bson filter) throws IOException {
        return Optional.ofNullable(documents.run(() -> documents.find(filter).first()));
    }

    /** Does nothing if another instance made them at the same time. */
    private void insertOwn() throws IOException {
        AuditKeyDocument made = AuditKeyDocument.generate(AuditKeyDocument.SERVICE, keks);
        byte[] wrapped = made.wrappedKeyset();
        if (documents.insert(new Document(made.fields())) && !keks.isNewest(KeyPurpose.AUDIT, wrapped)) {
            // The key rotated in between, and the rotation may have looked before this document was there.
            documents.run(() -> documents
                    .collection()
                    .updateOne(
                            Filters.and(
                                    Filters.eq(AuditKeyDocument.SERVICE),
                                    Filters.eq(AuditKeyDocument.field(), new Binary(wrapped))),
                            Updates.set(AuditKeyDocument.field(), new Binary(made.wrapAgain(keks)))));
        }
    }

    private static Cache<String, NamedKeys> remembering(Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(REMEMBERED_KEYS)
                .ticker(ticker)
                .build();
    }

    private static byte[] bytes(Object stored) {
        if (stored instanceof Binary binary) {
            return binary.getData();
        }
        throw new IllegalArgumentException("Expected a binary value in a document of audit keys, but it is another.");
    }
}
