package org.healthpassport.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

    @Test
    void shouldSortMembersByUtf16AsTheSpecificationDoes() {
        // given: RFC 8785, 3.2.3
        Map<String, Object> object = Map.of(
                "\u20ac", "Euro Sign",
                "\r", "Carriage Return",
                "\ufb33", "Hebrew Letter Dalet With Dagesh",
                "1", "One",
                "\ud83d\ude00", "Emoji: Grinning Face",
                "\u0080", "Control",
                "\u00f6", "Latin Small Letter O With Diaeresis");

        // when
        String json = new String(CanonicalJson.write(object), UTF_8);

        // then
        assertThat(json)
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void shouldEscapeWhatMustBeEscapedAndNothingElse() {
        // given: RFC 8785, 3.2.2.2
        Map<String, Object> object = Map.of("string", "\u20ac$\u000f\nA'B\"\\\"/\b\t\f\r\u007f");

        // when
        String json = new String(CanonicalJson.write(object), UTF_8);

        // then
        assertThat(json).isEqualTo("{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\\b\\t\\f\\r\u007f\"}");
    }

    @Test
    void shouldEscapeEachControlCharacterInItsOneForm() {
        // given: RFC 8785, 3.2.2.2
        Map<Character, String> shortForms = Map.of('\b', "\\b", '\t', "\\t", '\n', "\\n", '\f', "\\f", '\r', "\\r");

        for (char control = 0; control < ' '; control++) {
            // when
            byte[] json = CanonicalJson.write(Map.of("s", String.valueOf(control)));

            // then
            String escaped = shortForms.getOrDefault(control, "\\u%04x".formatted((int) control));
            assertThat(json).asString(UTF_8).isEqualTo("{\"s\":\"" + escaped + "\"}");
        }
    }

    @Test
    void shouldWriteNestedObjectsNumbersAndBooleans() {
        assertThat(CanonicalJson.write(Map.of("b", Map.of("z", -1, "a", 9007199254740991L), "a", true, "c", Map.of())))
                .asString(UTF_8)
                .isEqualTo("{\"a\":true,\"b\":{\"a\":9007199254740991,\"z\":-1},\"c\":{}}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 53, -(1L << 53), Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldRefuseNumbersThatOthersWouldRound(long number) {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("n", number))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseHalfACharacter() {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("s", "\ud83d")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseHalfACharacterInANameAsWell() {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("\udc00", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseValuesThatCanBeWrittenInSeveralWays() {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("o", Map.of("n", 1.5))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("l", List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void shouldBeReadBackByAnyParser(@ForAll String text) {
        // given
        String whole = new String(text.getBytes(UTF_8), UTF_8);

        // when
        byte[] json = CanonicalJson.write(Map.of("text", whole));

        // then
        assertThat(JsonMapper.shared().readTree(json).get("text").stringValue()).isEqualTo(whole);
    }
}
