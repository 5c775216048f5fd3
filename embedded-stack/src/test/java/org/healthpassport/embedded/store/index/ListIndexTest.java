package org.healthpassport.embedded.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListIndexTest {
    private static final Document NEWEST_FIRST = new Document("at", -1).append("_id", -1);
    private static final List<IndexKey> KEYS =
            List.of(new IndexKey("owner", true), new IndexKey("at", false), new IndexKey("_id", false));

    private final MVStore store = MVStore.open(null);
    private final ListIndex index = ListIndex.open(store, "index", "index", KEYS);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldBeginAtThePositionHoweverLongTheListIs() {
        // given
        for (int i = 0; i < 30_000; i++) {
            add("d" + i, "o" + i % 3, Instant.ofEpochMilli(i));
        }

        // when
        Document after = new Document(
                "$or",
                List.of(
                        new Document("at", new Document("$lt", Instant.ofEpochMilli(300))),
                        new Document("at", Instant.ofEpochMilli(300)).append("_id", new Document("$lt", "d300")),
                        new Document("at", null)));

        // then
        assertThat(first(new Document("owner", "o1"))).isEqualTo("d29998");
        assertThat(first(new Document("owner", "o0").appendAll(after))).isEqualTo("d300");
        assertThat(first(new Document("owner", "o3"))).isNull();
    }

    @Test
    void shouldServeOnlyItsOwnOrder() {
        add("a", "o", Instant.EPOCH);
        Document query = new Document("owner", "o");

        assertThat(inOrder(query, new Document("at", 1).append("_id", 1))).isNull();
        assertThat(inOrder(query, new Document("_id", -1).append("at", -1))).isNull();
        assertThat(inOrder(query, new Document("at", -1))).isNull();
        assertThat(inOrder(new Document("at", 1), NEWEST_FIRST)).isNull();
        assertThat(inOrder(query, NEWEST_FIRST)).isNotNull();
    }

    @Test
    void shouldNotServeListsWithADocumentWhosePlaceItDoesNotKnow() {
        // given
        add("a", "o", Instant.EPOCH);
        add("b", "o", "yesterday");
        add("c", "other", Instant.EPOCH);

        // when, then
        assertThat(inOrder(new Document("owner", "o"), NEWEST_FIRST)).isNull();
        assertThat(inOrder(new Document("owner", "other"), NEWEST_FIRST)).isNotNull();
        assertThat(index.getPositions(new Document("owner", "o"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldBeBuiltAnewIfItsEntriesHaveAnEarlierForm() {
        // given
        add("a", "o", Instant.EPOCH);
        assertThat(index.isEmpty()).isTrue();

        // when
        ListIndex halfBuilt = ListIndex.open(store, "index", "index", KEYS);

        // then
        assertThat(halfBuilt.getCount()).isZero();
        halfBuilt.markBuilt();
        assertThat(ListIndex.open(store, "index", "index", KEYS).isEmpty()).isFalse();
    }

    private @Nullable Object first(Document query) {
        Iterator<Object> positions = inOrder(query, NEWEST_FIRST);
        assertThat(positions).isNotNull();
        return positions.hasNext() ? positions.next() : null;
    }

    private @Nullable Iterator<Object> inOrder(Document query, Document orderBy) {
        return index.inOrder(query, EqualityConditions.of(query), orderBy);
    }

    private void add(String id, String owner, Object at) {
        Document document = new Document("_id", id).append("owner", owner).append("at", at);
        index.updateInPlace(new Document("_id", id), document, id, null);
    }
}
