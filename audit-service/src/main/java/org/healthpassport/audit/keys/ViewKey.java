package org.healthpassport.audit.keys;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key by which this service knows its own views of the log. It is kept in {@code auditViewKey}, sealed with the audit keys of
 * this service. If it is lost or changed, a new one is made; all views then count as changed, and are built again from the log.
 * For any number of threads.
 */
public final class ViewKey {
    private static final Logger LOG = LoggerFactory.getLogger(ViewKey.class);
    private static final String ID = "key";
    private static final String SEALED = "sealed";
    private static final byte[] ASSOCIATED = AssociatedData.of("audit-view-key");

    private final DurableCollection stored;
    private final AuditKeys keys;
    private volatile @Nullable KeyedDigest opened;

    public ViewKey(MongoDatabase database, AuditKeys keys) {
        this.stored = new DurableCollection(database, "auditViewKey");
        this.keys = keys;
    }

    /** @throws IOException the database did not answer, or the audit keys of this service cannot be used */
    public KeyedDigest digest() throws IOException {
        KeyedDigest known = opened;
        if (known == null) {
            known = open();
            opened = known;
        }
        return known;
    }

    private KeyedDigest open() throws IOException {
        SubjectKeys own = own();
        Optional<KeyedDigest> before = read(own);
        if (before.isPresent()) {
            return before.get();
        }
        // Of two instances that make one at the same time, both use the one that was first.
        if (!stored.insert(made(own))) {
            Optional<KeyedDigest> first = read(own);
            if (first.isPresent()) {
                return first.get();
            }
            LOG.error(
                    "Expected the key of the views to open, but it was changed; the views are built again from the log");
            stored.run(
                    () -> stored.collection().replaceOne(Filters.eq(ID), made(own), new ReplaceOptions().upsert(true)));
        }
        return read(own).orElseThrow(() -> new IOException("Expected the key of the views, but it is gone."));
    }

    private SubjectKeys own() throws IOException {
        try {
            return keys.own().keys();
        } catch (SealBroken | IllegalArgumentException broken) {
            throw new IOException("Expected the audit keys of this service to open, but they were changed.", broken);
        }
    }

    private Optional<KeyedDigest> read(SubjectKeys own) throws IOException {
        Document document = stored.run(() -> stored.find(Filters.eq(ID)).first());
        if (document == null || !(document.get(SEALED) instanceof Binary sealed)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeyedDigest(own.open(KeyPurpose.AUDIT, sealed.getData(), ASSOCIATED)));
        } catch (SealBroken | IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    private static Document made(SubjectKeys own) {
        byte[] sealed = own.seal(KeyPurpose.AUDIT, KeyedDigest.generateKey(), ASSOCIATED);
        return new Document("_id", ID).append(SEALED, new Binary(sealed));
    }
}
