package org.healthpassport.edge.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemesTest {
    private static final String DOCTOR = "\ud83d\udc69\u200d\u2695\ufe0f";
    private static final String CONJUNCT = "\u0915\u094d\u200d\u0937";
    private static final String FLAG = "\ud83c\udde9\ud83c\uddea";

    @ParameterizedTest
    @ValueSource(
            strings = {
                DOCTOR,
                CONJUNCT,
                FLAG,
                "\u0915\u094d\u0937\u093f",
                "e\u0301\u0302",
                "\ud83d\udc4b\ud83c\udffd",
                "\u1100\u1161\u11a8",
                "1\ufe0f\u20e3",
                "\ud83d\ude42\u200d\u2194\ufe0f",
                "\r\n"
            })
    void shouldKeepACharacterWholeOrNotAtAll(String character) {
        for (int length = 0; length < character.length(); length++) {
            assertThat(Graphemes.first("a" + character, 1 + length)).isEqualTo("a");
            assertThat(Graphemes.last(character + "a", 1 + length)).isEqualTo("a");
        }
        assertThat(Graphemes.first("a" + character + "b", 1 + character.length()))
                .isEqualTo("a" + character);
        assertThat(Graphemes.last("b" + character + "a", 1 + character.length()))
                .isEqualTo(character + "a");
    }

    @Property
    void shouldKeepTheLongestBeginningAndEndOfWholeCharacters(
            @ForAll("texts") String text, @ForAll @IntRange(max = 40) int atMost) {
        // given
        TreeSet<Integer> boundaries = boundaries(text);

        // when
        String first = Graphemes.first(text, atMost);
        String last = Graphemes.last(text, atMost);

        // then
        assertThat(text).startsWith(first).endsWith(last);
        assertThat(first.length()).isEqualTo(boundaries.floor(atMost));
        assertThat(text.length() - last.length()).isEqualTo(boundaries.ceiling(Math.max(0, text.length() - atMost)));
        assertThat(Graphemes.first(first, atMost)).isEqualTo(first);
        assertThat(Graphemes.last(last, atMost)).isEqualTo(last);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> people = Arbitraries.of(DOCTOR, CONJUNCT, FLAG, "a", " ", "\u0301", "\u200d", "\ufe0f");
        return Arbitraries.oneOf(people, Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static TreeSet<Integer> boundaries(String text) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        TreeSet<Integer> boundaries = new TreeSet<>(List.of(0));
        for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
            boundaries.add(end);
        }
        return boundaries;
    }
}
