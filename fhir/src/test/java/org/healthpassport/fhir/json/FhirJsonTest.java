package org.healthpassport.fhir.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FhirJsonTest {
    private static final JsonMapper JACKSON = new JsonMapper();

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldWriteWhatItRead(@ForAll("objects") String json) {
        assertThat(new String(FhirJson.write(FhirJson.parse(json.getBytes(UTF_8))), UTF_8))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.00", "1e2", "1E-7", "-0", "-0.0", "100", "1e+0002", "0.10E9999", "12345678901234567890.5"})
    void shouldKeepHowNumbersAreWritten(String number) {
        // given
        ObjectNode object = parse("{ \"n\" : " + number + "\n}");

        // then
        assertThat(new String(FhirJson.write(object), UTF_8)).isEqualTo("{\"n\":" + number + "}");
        assertThat(object.get("n").decimalValue()).isEqualByComparingTo(number);
    }

    @Test
    void shouldWriteTreesThatOthersMade() {
        // given
        ObjectNode object = parse("{\"b\":1.0}").put("a", 7).put("c", "\u00fc\n");

        // then
        assertThat(new String(FhirJson.write(object.deepCopy()), UTF_8))
                .isEqualTo("{\"b\":1.0,\"a\":7,\"c\":\"\u00fc\\n\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | an object",
                "[] | an object",
                "null | an object",
                "{ | line 1",
                "{\"a\":01} | line 1",
                "{\"a\":NaN} | line 1",
                "{'a':1} | line 1",
                "{\"a\":1,} | line 1",
                "{/**/} | line 1",
                "{} {} | behind",
                "{} x | line 1",
                "{\"a\":\"\\ud800\"} | half",
                "{\"\\udc00\":1} | half",
                "{\"a\":1e99999} | exponent"
            })
    void shouldRefuse(String json, String reason) {
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(reason);
    }

    @Test
    void shouldNameThePlaceOfWhatIsThereTwice() {
        // when
        MalformedJson refusal = refusal("{\"code\":{\"coding\":[{},{\"code\":\"Smith\",\"code\":\"1\"}]}}");

        // then
        assertThat(refusal.pointer()).isEqualTo("/code/coding/1/code");
        assertThat(refusal).hasMessageNotContaining("Smith");
    }

    @Test
    void shouldNotRepeatNamesOfAnyLength() {
        // given
        String name = "x".repeat(10_000);

        // then
        assertThat(refusal("{\"%s\":1,\"%s\":2}".formatted(name, name)).pointer())
                .isNull();
    }

    @Test
    void shouldRefuseBytesThatAreNoText() {
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> FhirJson.parse(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}))
                .withMessageContaining("UTF-8");
        assertThat(refusal("\uFEFF{}")).hasMessageContaining("byte order mark");
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> FhirJson.parse("{}".getBytes(UTF_16LE)));
    }

    @Test
    void shouldTakeAsMuchAsItSaysAndNoMore() {
        assertThat(parse(nested(64))).isNotNull();
        assertThat(refusal(nested(65))).hasMessageContaining("64 levels");
        assertThat(refusal("{\"a\":" + "[".repeat(100_000))).hasMessageContaining("64 levels");
        assertThat(parse(numbered("1".repeat(100)))).isNotNull();
        assertThat(refusal(numbered("1".repeat(101)))).hasMessageContaining("100 characters");
        assertThat(parse(listed(19_999))).isNotNull();
        assertThat(refusal(listed(20_000))).hasMessageContaining("20,000 values");
    }

    @Test
    void shouldReadWhatWasKeptThoughItHasMore() {
        assertThat(FhirJson.parseKept(listed(30_000).getBytes(UTF_8)).get("a")).hasSize(30_000);
    }

    private static ObjectNode parse(String json) {
        return FhirJson.parse(json.getBytes(UTF_8));
    }

    private static MalformedJson refusal(String json) {
        return catchThrowableOfType(MalformedJson.class, () -> parse(json));
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static String numbered(String number) {
        return "{\"a\":" + number + "}";
    }

    private static String listed(int items) {
        return "{\"a\":[" + "1,".repeat(items - 1) + "1]}";
    }

    /** Compact texts with strings as Jackson escapes them, so that only numbers could come back otherwise. */
    @Provide
    Arbitrary<String> objects() {
        return object(values(3));
    }

    private Arbitrary<String> values(int levels) {
        Arbitrary<String> flat = Arbitraries.oneOf(numbers(), strings(), Arbitraries.of("true", "false", "null"));
        return levels == 0
                ? flat
                : Arbitraries.oneOf(
                        flat,
                        object(values(levels - 1)),
                        values(levels - 1).list().ofMaxSize(4).map(items -> "[" + String.join(",", items) + "]"));
    }

    private Arbitrary<String> object(Arbitrary<String> values) {
        return Arbitraries.maps(strings(), values)
                .ofMaxSize(4)
                .map(members -> members.entrySet().stream()
                        .map(member -> member.getKey() + ":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private Arbitrary<String> strings() {
        return Arbitraries.strings()
                .ofMaxLength(8)
                .filter(text -> UTF_8.newEncoder().canEncode(text))
                .map(JACKSON::writeValueAsString);
    }

    /** Every number that the grammar of JSON has, up to the limits. */
    private Arbitrary<String> numbers() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> whole = Arbitraries.oneOf(
                Arbitraries.just("0"),
                Arbitraries.integers().between(1, 9).flatMap(first -> digits.map(rest -> first + rest)));
        Arbitrary<String> fraction = Arbitraries.oneOf(Arbitraries.just(""), digits.map(behind -> "." + behind));
        Arbitrary<String> exponent = Arbitraries.oneOf(
                Arbitraries.just(""),
                Combinators.combine(
                                Arbitraries.of("e", "E", "e+", "E-", "e-", "E+"),
                                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(4))
                        .as(String::concat));
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
                .as((sign, integer, behind, power) -> sign + integer + behind + power);
    }
}
