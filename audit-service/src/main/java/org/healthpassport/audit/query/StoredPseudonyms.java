package org.healthpassport.audit.query;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.util.Optional;
import org.bson.Document;

/** Looks pseudonyms up in {@code auditKeys}, where they are kept with the audit keys of their patients. */
final class StoredPseudonyms implements Pseudonyms {
    private static final String PSEUDONYM = "pseudonym";

    private final MongoDatabase database;

    StoredPseudonyms(MongoDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<String> of(String patientId) throws IOException {
        try {
            Document keys = database.getCollection("auditKeys")
                    .find(Filters.eq(patientId))
                    .projection(Projections.include(PSEUDONYM))
                    .first();
            return Optional.ofNullable(keys).map(found -> found.getString(PSEUDONYM));
        } catch (MongoException e) {
            throw new IOException("Expected MongoDB to find a pseudonym, but it failed: code " + e.getCode(), e);
        }
    }
}
