package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessedDocumentsTest {
    private static final AccessedDocuments COLLECTION = AccessedDocuments.ofCollection("test.links");
    private static final AccessedDocuments A = AccessedDocuments.ofDocuments("test.links", List.of("a"));
    private static final AccessedDocuments A_AND_B = AccessedDocuments.ofDocuments("test.links", List.of("a", "b"));

    @Test
    void shouldKnowTheDocumentsOfAReadById() {
        assertThat(find(fields("_id", "a"))).isEqualTo(A);
        assertThat(find(fields("_id", "a").append("version", 1))).isEqualTo(A);
        assertThat(find(fields("_id", fields("$in", List.of("a", "b"))))).isEqualTo(A_AND_B);
        assertThat(find(fields("$and", List.of(fields("_id", "a"), fields("version", 1)))))
                .isEqualTo(A);
        assertThat(of("count", fields("query", fields("_id", "a")))).isEqualTo(A);
        assertThat(of("distinct", fields("key", "k").append("query", fields("_id", "a"))))
                .isEqualTo(A);
        assertThat(find(fields("_id", 1))).isEqualTo(find(fields("_id", 1.0))).isNotEqualTo(find(fields("_id", 2)));
    }

    @Test
    void shouldTakeTheWholeCollectionForAnyOtherRead() {
        assertThat(find(fields("email", "e"))).isEqualTo(COLLECTION);
        assertThat(find(new Document())).isEqualTo(COLLECTION);
        assertThat(of("find", new Document())).isEqualTo(COLLECTION);
        assertThat(find(fields("_id", fields("$gt", "a")))).isEqualTo(COLLECTION);
        assertThat(find(fields("$or", List.of(fields("_id", "a"), fields("email", "e")))))
                .isEqualTo(COLLECTION);
        assertThat(of("aggregate", fields("pipeline", List.of(fields("$match", new Document())))))
                .isEqualTo(COLLECTION);
    }

    @Test
    void shouldTakeEverythingForWhatLooksBeyondACollection() {
        assertThat(of("aggregate", fields("pipeline", List.of(fields("$lookup", fields("from", "patients"))))))
                .isEqualTo(AccessedDocuments.everything());
        assertThat(of("aggregate", fields("pipeline", List.of(fields("$merge", "patients")))))
                .isEqualTo(AccessedDocuments.everything());
        assertThat(of("collStats", new Document())).isEqualTo(AccessedDocuments.everything());
        assertThat(AccessedDocuments.of("test", "getMore", fields("getMore", 1L).append("collection", "links")))
                .isEqualTo(AccessedDocuments.everything());
        assertThat(AccessedDocuments.of("test", "listCollections", fields("listCollections", 1)))
                .isEqualTo(AccessedDocuments.everything());
    }

    @Test
    void shouldKnowTheDocumentsOfWritesById() {
        assertThat(of("insert", fields("documents", List.of(fields("_id", "a"), fields("_id", "b")))))
                .isEqualTo(A_AND_B);
        assertThat(of("delete", fields("deletes", List.of(fields("q", fields("_id", "a"))))))
                .isEqualTo(A);
        assertThat(update(fields("q", fields("_id", "a")).append("u", fields("$set", fields("x", 1)))))
                .isEqualTo(A);
        assertThat(update(fields("q", fields("_id", "a"))
                        .append("u", fields("$set", fields("x", 1)))
                        .append("upsert", true)))
                .isEqualTo(A);
        assertThat(of("findAndModify", fields("query", fields("_id", "a")).append("remove", true)))
                .isEqualTo(A);
    }

    @Test
    void shouldTakeTheWholeCollectionForWritesOfUnknownDocuments() {
        assertThat(of("insert", fields("documents", List.of(fields("_id", "a"), fields("x", 1)))))
                .isEqualTo(COLLECTION);
        assertThat(of(
                        "delete",
                        fields("deletes", List.of(fields("q", fields("_id", "a")), fields("q", fields("x", 1))))))
                .isEqualTo(COLLECTION);
        assertThat(update(fields("q", fields("x", 1)).append("u", fields("$set", fields("x", 2)))))
                .isEqualTo(COLLECTION);
        assertThat(update(fields("q", fields("_id", "a"))
                        .append("u", fields("$setOnInsert", fields("_id", "b")))
                        .append("upsert", true)))
                .isEqualTo(COLLECTION);
        assertThat(update(fields("q", fields("_id", "a"))
                        .append("u", fields("_id", "b"))
                        .append("upsert", true)))
                .isEqualTo(COLLECTION);
        assertThat(update(fields("q", fields("_id", fields("$in", List.of("a", "b"))))
                        .append("u", fields("$set", fields("x", 1)))
                        .append("upsert", true)))
                .isEqualTo(COLLECTION);
        assertThat(of("findAndModify", fields("query", fields("x", 1)).append("remove", true)))
                .isEqualTo(COLLECTION);
    }

    private static AccessedDocuments find(Document filter) {
        return of("find", fields("filter", filter));
    }

    private static AccessedDocuments update(Document statement) {
        return of("update", fields("updates", List.of(statement)));
    }

    private static AccessedDocuments of(String command, Document arguments) {
        Document all = new Document(command, "links");
        all.putAll(arguments);
        return AccessedDocuments.of("test", command, all);
    }

    private static Document fields(String key, Object value) {
        return new Document(Map.of(key, value));
    }
}
