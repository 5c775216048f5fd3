package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.EveryDefinition;
import org.healthpassport.fhir.definition.JsonMember;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.json.MalformedJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input is answered soon: bodies have up to 1 MiB. */
class HostileInputTest {
    private static final int BODY = 1024 * 1024;

    /** A hundred times what it takes, as the machine may be busy; what grows with the square would take minutes. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final ResourceValidation VALIDATION = new ResourceValidation();
    private static final String CONTAINED = """
            {"resourceType":"AllergyIntolerance","id":"a%d","patient":{"reference":"#"}}""";

    static Stream<Map.Entry<String, Supplier<String>>> bodies() {
        return Map.<String, Supplier<String>>of(
                "deep", () -> "\"extension\":[{".repeat(BODY / 14),
                "deep and closed", () -> nested(31),
                "wide",
                        () -> IntStream.range(0, 19_600)
                                .mapToObj(i -> "\"x%d\":1".formatted(i))
                                .collect(Collectors.joining(",")),
                "many contained", () -> "\"contained\":[" + contained(3_600) + "]",
                "many references",
                        () -> "\"contained\":[" + contained(2_000) + "],\"extension\":[" + references(3_600) + "]",
                "many codes", () -> "\"category\":[" + "\"food\",".repeat(19_600) + "\"food\"]",
                "long id", () -> "\"id\":\"" + "a".repeat(BODY) + "\"",
                "long narrative", () -> narrative("<b>".repeat(60_000) + "a" + "</b>".repeat(60_000)),
                "many attributes",
                        () -> narrative("<b "
                                + IntStream.range(0, 80_000)
                                        .mapToObj(i -> "a%d='' ".formatted(i))
                                        .collect(Collectors.joining())
                                + "/>"),
                "long pointers", () -> "\"" + "a~/".repeat(BODY / 3) + "\":1")
                .entrySet()
                .stream();
    }

    /** Valid in structure, so that invariants compare each of thousands of elements with all others. */
    static Stream<Map.Entry<String, Supplier<String>>> resources() {
        return Map.<String, Supplier<String>>of(
                "CodeSystem",
                () -> "\"status\":\"active\",\"content\":\"complete\",\"concept\":["
                        + repeated(6_400, "{\"code\":\"c%d\",\"display\":\"x\"}") + "]",
                "StructureDefinition",
                () ->
                        "\"url\":\"http://a\",\"name\":\"A\",\"status\":\"draft\",\"kind\":\"resource\",\"abstract\":true,"
                                + "\"type\":\"A\",\"snapshot\":{\"element\":["
                                + repeated(3_200, "{\"id\":\"%d\",\"path\":\"A.b\"}")
                                + "]},\"differential\":{\"element\":["
                                + repeated(3_200, "{\"id\":\"%d\",\"path\":\"A.b\"}") + "]}",
                "ImplementationGuide",
                () ->
                        "\"url\":\"http://a\",\"name\":\"A\",\"status\":\"draft\",\"packageId\":\"a\",\"fhirVersion\":[\"4.0.1\"],"
                                + "\"definition\":{\"grouping\":[" + repeated(2_600, "{\"id\":\"g%d\",\"name\":\"x\"}")
                                + "],\"resource\":["
                                + repeated(2_600, "{\"groupingId\":\"g%d\",\"reference\":{\"display\":\"x\"}}") + "]}",
                "Observation",
                () -> "\"status\":\"final\",\"code\":{\"coding\":[" + repeated(3_200, "{\"code\":\"c%d\"}")
                        + "]},\"valueInteger\":1,\"component\":["
                        + repeated(2_400, "{\"code\":{\"coding\":[{\"code\":\"x%d\"}]}}") + "]",
                "Bundle",
                () -> "\"type\":\"collection\",\"entry\":["
                        + repeated(
                                2_800,
                                "{\"fullUrl\":\"http://a/%d\",\"resource\":{\"resourceType\":\"Binary\",\"contentType\":\"a/b\"}}")
                        + "]",
                "Questionnaire",
                () -> "\"status\":\"active\",\"item\":[" + repeated(6_000, "{\"linkId\":\"%d\",\"type\":\"string\"}")
                        + "]",
                "CareTeam",
                () -> "\"contained\":[" + repeated(3_600, "{\"resourceType\":\"Practitioner\",\"id\":\"p%d\"}")
                        + "],\"participant\":["
                        + repeated(1_600, "{\"member\":{\"reference\":\"#p%d\"},\"onBehalfOf\":{\"display\":\"x\"}}")
                        + "]",
                "Parameters",
                () -> "\"parameter\":[" + "{\"name\":\"a\",\"part\":[".repeat(30)
                        + "{\"name\":\"a\",\"valueCode\":\"a\"}" + "]}".repeat(30) + "]")
                .entrySet()
                .stream();
    }

    static Stream<String> primitives() {
        Definitions definitions = Definitions.r4();
        return definitions.members(definitions.type("Extension")).values().stream()
                .filter(member -> member.element().choice())
                .map(JsonMember::name)
                .filter(name -> definitions.primitives().stream()
                        .anyMatch(type -> type.name().equalsIgnoreCase(name.substring("value".length()))));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldAnswerSoon(Map.Entry<String, Supplier<String>> body) {
        // given
        String json = "{\"resourceType\":\"AllergyIntolerance\",\"patient\":{\"reference\":\"Patient/1\"},"
                + body.getValue().get() + "}";

        // then
        shouldBeAnsweredSoon(json);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void shouldCheckThousandsOfElementsSoon(Map.Entry<String, Supplier<String>> resource) {
        // given
        String json = "{\"resourceType\":\"%s\",%s}"
                .formatted(resource.getKey(), resource.getValue().get());

        // then
        assertThat(VALIDATION.validate(FhirJson.parse(json.getBytes(UTF_8))))
                .extracting(Finding::detail)
                .allMatch(detail -> detail.startsWith("must satisfy "));
        shouldBeAnsweredSoon(json);
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void shouldAnswerSoonWhateverThePrimitive(String name) {
        for (String part : List.of("a", "1", " ", "aaaa ", "a ", "0.", "1.", "<", "-", "\\n", ":", "T")) {
            String value = part.repeat(BODY / 2 / part.length()) + "\\u0001";
            shouldBeAnsweredSoon(
                    "{\"resourceType\":\"AllergyIntolerance\",\"patient\":{\"reference\":\"%s\"},\"extension\":[{\"url\":\"http://a\",\"%s\":\"%s\"}]}"
                            .formatted(value, name, value));
        }
    }

    @Property(tries = 2_000)
    void shouldTakeOrRefuseAnyText(@ForAll String text) {
        shouldBeAnsweredSoon(text);
        shouldBeAnsweredSoon("{\"resourceType\":\"AllergyIntolerance\"," + text + "}");
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void shouldTakeOrRefuseAnyTree(@ForAll("trees") String json) {
        shouldBeAnsweredSoon(json);
    }

    /** Members of every type anywhere. */
    @Provide
    Arbitrary<String> trees() {
        Definitions definitions = Definitions.r4();
        List<String> names = Stream.concat(
                        Stream.of("resourceType", "", "~/"),
                        EveryDefinition.types().stream()
                                .map(type -> definitions.type(type.name()))
                                .flatMap(type -> definitions.members(type).keySet().stream())
                                .flatMap(name -> Stream.of(name, "_" + name)))
                .distinct()
                .sorted()
                .toList();
        return Arbitraries.maps(Arbitraries.of(names), values(names, 4))
                .ofMaxSize(8)
                .map(HostileInputTest::object)
                .map(object -> object.replaceFirst("\\{", "{\"resourceType\":\"AllergyIntolerance\","))
                .map(object -> object.replace(",}", "}"));
    }

    private static Arbitrary<String> values(List<String> names, int levels) {
        Arbitrary<String> flat = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1.0e3",
                "\"\"",
                "\"#\"",
                "\"#a\"",
                "\"2020\"",
                "\"AllergyIntolerance\"",
                "\"http://a\"",
                "\"<div/>\"");
        return levels == 0
                ? flat
                : Arbitraries.oneOf(
                        flat,
                        Arbitraries.maps(Arbitraries.of(names), values(names, levels - 1))
                                .ofMaxSize(4)
                                .map(HostileInputTest::object),
                        values(names, levels - 1)
                                .list()
                                .ofMaxSize(3)
                                .map(items -> "[" + String.join(",", items) + "]"));
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void shouldBeAnsweredSoon(String json) {
        long start = System.nanoTime();
        assertThatCode(() -> {
                    try {
                        List<Finding> findings = VALIDATION.validate(FhirJson.parse(json.getBytes(UTF_8)));
                        assertThat(findings)
                                .hasSizeLessThanOrEqualTo(50)
                                .allSatisfy(
                                        finding -> assertThat(finding.pointer()).hasSizeLessThan(5_000));
                    } catch (MalformedJson e) {
                        assertThat(e.getMessage()).hasSizeLessThan(200);
                    }
                })
                .doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private static String nested(int levels) {
        return "\"extension\":[{\"url\":\"http://a\",".repeat(levels) + "\"valueCode\":\"a\"" + "}]".repeat(levels);
    }

    private static String contained(int count) {
        return repeated(count, CONTAINED);
    }

    private static String repeated(int count, String item) {
        return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(","));
    }

    private static String references(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"url\":\"http://a\",\"valueReference\":{\"reference\":\"#a%d\"}}".formatted(i))
                .collect(Collectors.joining(","));
    }

    private static String narrative(String content) {
        return "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">" + content
                + "</div>\"}";
    }
}
