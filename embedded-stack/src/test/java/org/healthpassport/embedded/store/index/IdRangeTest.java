package org.healthpassport.embedded.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdRangeTest {
    private final MVStore store = MVStore.open(null);
    private final MVMap<Object, Document> documents = store.openMap("documents");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldGiveTheTextsFromTheFirstToBeforeTheLast() {
        // given
        for (String id : List.of("a/1/x", "a/2/x", "a/2/y", "a/3/x", "ab/1/x", "b/2/x")) {
            documents.put(id, new Document("_id", id));
        }

        // then
        assertThat(in("a/2/", "a/4/")).containsExactly("a/2/x", "a/2/y", "a/3/x");
        assertThat(in("a/2/x", "a/2/y")).containsExactly("a/2/x");
        assertThat(in("b/3/", "c")).isEmpty();
        assertThat(in("c", "a")).isEmpty();
    }

    @Test
    void shouldGiveTextsOnly() {
        // given
        ObjectId objectId = new ObjectId();
        for (Object id : List.of(1L, 2, "5", "x", objectId)) {
            documents.put(id, new Document("_id", id));
        }

        // then
        assertThat(in("", "y")).containsExactly("5", "x");
    }

    @Test
    void shouldLeaveAllOtherConditionsToTheOtherIndexes() {
        assertThat(IdRange.of(new Document("_id", "a"))).isEmpty();
        assertThat(IdRange.of(new Document("_id", new Document("$gte", "a")))).isEmpty();
        assertThat(IdRange.of(new Document("_id", new Document("$gte", 1).append("$lt", 2))))
                .isEmpty();
        assertThat(IdRange.of(new Document("time", new Document("$gte", "a").append("$lt", "b"))))
                .isEmpty();
    }

    private List<Object> in(String from, String to) {
        return IdRange.of(new Document("_id", new Document("$gte", from).append("$lt", to)))
                .orElseThrow()
                .positionsIn(documents);
    }
}
