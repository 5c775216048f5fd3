package org.healthpassport.api.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtentTest {

    @ParameterizedTest
    @CsvSource({
        "4_999, values",
        "20, profiles",
        "100, contained",
        "1_998, tags",
        "49, depth",
        "65_536, text",
        "900_000, data",
    })
    void shouldAllowUsualResources(String count, String what) {
        assertThat(issues(resource(count, what))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5_000, values, '5,000 values'",
        "21, profiles, 20 profiles",
        "101, contained, 100 contained resources",
        "1_999, tags, '2,000 tags'",
        "50, depth, 50 levels",
        "65_537, text, '65,536 characters'",
    })
    void shouldRefuseMore(String count, String what, String bound) {
        assertThat(issues(resource(count, what))).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(Issue.Severity.FATAL);
            assertThat(issue.code()).isEqualTo("too-costly");
            assertThat(issue.text()).contains(bound);
        });
    }

    private static List<Issue> issues(String json) {
        return Extent.issues(FhirJson.parse(json.getBytes(UTF_8)));
    }

    private static String resource(String number, String what) {
        int count = Integer.parseInt(number.replace("_", ""));
        String members = switch (what) {
            case "values" -> "\"x\":[" + list(count, "1") + ']';
            case "profiles" -> "\"meta\":{\"profile\":[" + list(count, "\"http://a.example/p\"") + "]}";
            case "contained" -> "\"contained\":[" + list(count, "{\"resourceType\":\"Basic\"}") + ']';
            case "tags" -> "\"text\":{\"div\":\"<div>" + "<p/>".repeat(count) + "</div>\"}";
            case "depth" ->
                "\"text\":{\"div\":\"<div><p title='/>'>a</p><br/>" + "<b>".repeat(count) + "</b>".repeat(count)
                        + "</div>\"}";
            case "text" -> "\"language\":\"" + "x".repeat(count) + '"';
            case "data" -> "\"photo\":[{\"data\":\"" + "x".repeat(count) + "\"}]";
            default -> throw new IllegalArgumentException(what);
        };
        return "{\"resourceType\":\"Patient\"," + members + '}';
    }

    private static String list(int count, String item) {
        return IntStream.range(0, count).mapToObj(i -> item).collect(Collectors.joining(","));
    }
}
