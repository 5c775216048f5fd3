package org.healthpassport.embedded.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EqualityIndexTest {
    private final MVStore store = MVStore.open(null);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldExamineOnlyOneOwnersDocumentsHoweverManyThereAre() {
        // given
        EqualityIndex index = index(false, "owner", "time");
        for (int i = 0; i < 30_000; i++) {
            add(
                    index,
                    new Document("_id", "d" + i)
                            .append("owner", "o" + i % 3_000)
                            .append("time", i));
        }

        // when
        Document page = new Document("owner", "o7").append("time", new Document("$lt", 20_000));

        // then
        assertThat(index.canHandle(page)).isTrue();
        assertThat(index.getPositions(page)).hasSize(10);
        assertThat(index.getPositions(new Document("owner", "o7").append("time", 6_007)))
                .containsExactly("d6007");
    }

    @Test
    void shouldNotNarrowWhatIsNoEqualityOfTheLeadingField() {
        EqualityIndex index = index(false, "owner", "time");

        assertThat(index.canHandle(new Document("time", 1))).isFalse();
        assertThat(index.canHandle(new Document("owner", new Document("$gt", "a"))))
                .isFalse();
        assertThat(index.canHandle(new Document("owner", List.of("a")))).isFalse();
        assertThat(index.canHandle(new Document("owner", new Document("name", "a"))))
                .isFalse();
    }

    @Test
    void shouldKeepDocumentsWithoutTheFieldOutOfASparseIndex() {
        // given
        EqualityIndex index = index(true, "outbox");
        add(index, new Document("_id", 1));
        add(index, new Document("_id", 2).append("outbox", "PENDING"));

        // when, then
        assertThat(index.getCount()).isOne();
        assertThat(index.canHandle(new Document("outbox", null))).isFalse();
        assertThat(index.getPositions(new Document("outbox", "PENDING"))).containsExactly(2);
    }

    @Test
    void shouldLeaveNoEntryBehind() {
        // given
        EqualityIndex index = index(false, "tags", "owner");
        Document before = new Document("_id", 1).append("tags", List.of("a", "b", "a"));
        Document after =
                new Document("_id", 1.0).append("tags", List.of("b", "c")).append("owner", List.of(1, 2));
        add(index, before);

        // when
        index.replace(before, after, 1);

        // then
        assertThat(index.getCount()).isEqualTo(2);
        assertThat(index.getPositions(new Document("tags", "a"))).isEmpty();
        assertThat(index.getPositions(new Document("tags", "c").append("owner", 2)))
                .containsExactly(1);
        assertThat(index.remove(after)).isEqualTo(1);
        assertThat(index.getCount()).isZero();
    }

    @Test
    void shouldFindEqualNumbersOfDifferentTypes() {
        EqualityIndex index = index(false, "n");
        add(index, new Document("_id", 1).append("n", 7L));

        assertThat(index.getPositions(new Document("n", 7))).containsExactly(1);
        assertThat(index.getPositions(new Document("n", 7.0))).containsExactly(1);
        assertThat(index.getPositions(new Document("n", "7"))).isEmpty();
    }

    private EqualityIndex index(boolean sparse, String... fields) {
        List<IndexKey> keys =
                List.of(fields).stream().map(field -> new IndexKey(field, true)).toList();
        return EqualityIndex.open(store, "index", "index", keys, sparse);
    }

    private void add(EqualityIndex index, Document document) {
        index.put(document, document.get("_id"));
    }
}
