package org.healthpassport.audit.completeness.logged;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoggedStreamTest {
    private static final ViewSeal.Opened SEAL = new ViewSeal.Opened(new KeyedDigest(new byte[KeyedDigest.KEY_BYTES]));
    private static final LoggedStream SAMPLE =
            LoggedStream.none("records/1").plus(1, 10).plus(2, 11).plus(4, 12).plus(2, 13);

    @Test
    void shouldNoticeANumberThatComesAgain() {
        assertThat(SAMPLE.twice()).containsExactly(2L);
        assertThat(SAMPLE.entries()).isEqualTo(4);
        assertThat(SAMPLE.lastIndex()).isEqualTo(13);
        assertThat(SAMPLE.numbers()).isEqualTo(SequenceNumbers.of(1, 2).plus(SequenceNumbers.of(4, 4)));
    }

    @Test
    void shouldNotMindAnEntryThatIsAddedAgain() {
        assertThat(SAMPLE.plus(1, 10).plus(2, 13)).isEqualTo(SAMPLE);
    }

    @Test
    void shouldRememberAFewOfManyNumbersThatComeAgain() {
        LoggedStream stream = LoggedStream.none("records/1");
        for (int index = 0; index < 200; index++) {
            stream = stream.plus(1 + index % 100, index);
        }
        assertThat(stream.twice()).hasSize(LoggedStream.MOST_TWICE).startsWith(1L, 2L);
        assertThat(stream.entries()).isEqualTo(200);
    }

    @Test
    void shouldReadWhatItWrote() {
        assertThat(LoggedStream.read(SAMPLE.write(3, "view", SEAL), "view", SEAL))
                .contains(SAMPLE);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldNotReadWhatSomebodyChanged(Consumer<Document> change) {
        Document document = SAMPLE.write(3, "view", SEAL);
        change.accept(document);
        assertThat(LoggedStream.read(document, "view", SEAL)).isEmpty();
    }

    static List<Consumer<Document>> changes() {
        return List.of(
                document -> document.put("_id", "records/2"),
                document -> document.put("_id", 7),
                document -> document.put("entries", 3L),
                document -> document.put("lastIndex", 12L),
                document -> document.put("lastIndex", "12"),
                document -> document.put("numbers", List.of(new Document("from", 1L).append("to", 4L))),
                document -> document.put("numbers", List.of(new Document("from", 4L).append("to", 1L))),
                document -> document.put("numbers", List.of(7)),
                document -> document.remove("numbers"),
                document -> document.remove("twice"),
                document -> document.put("twice", List.of(1L)),
                document -> document.remove("gap"),
                document -> document.remove("mac"),
                document -> document.put("mac", "none"));
    }

    @Test
    void shouldNotReadWhatIsOfAnotherViewOrKey() {
        Document document = SAMPLE.write(3, "view", SEAL);
        assertThat(LoggedStream.read(document, "view.1", SEAL)).isEmpty();
        assertThat(LoggedStream.read(document, "view", new ViewSeal.Opened(new KeyedDigest(KeyedDigest.generateKey()))))
                .isEmpty();
    }
}
