package org.healthpassport.edge.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class NextLinkTest {
    private static final String LIST = "https://passport.test/api/things";

    @Test
    void shouldHaveOnlyTheCursorIfThereWasNoQuery() {
        assertThat(NextLink.of(LIST, null, "abc")).isEqualTo("<" + LIST + "?cursor=abc>; rel=\"next\"");
        assertThat(NextLink.of(LIST, "", "abc")).isEqualTo("<" + LIST + "?cursor=abc>; rel=\"next\"");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1, limit=1",
        "cursor=old&limit=1, limit=1",
        "limit=1&%63ursor=old&cursor, limit=1",
        "from=2026-11-23T08:30:00%2B01:00, from=2026-11-23T08:30:00%2B01:00",
        "code=http://loinc.org%7C1-8, code=http://loinc.org%7C1-8",
        "code=http://loinc.org|1-8, code=http://loinc.org%7C1-8",
        "a=%7B&b=%20&c=%C3%BC&d=+, a=%7B&b=%20&c=%C3%BC&d=+",
        "a=\"<>, a=%22%3C%3E",
        "a=\u00fc\ud83d\ude00, a=%C3%BC%F0%9F%98%80",
        "=, =",
        "%zz=1, %zz=1",
        "a=1&&a=2, a=1&a=2"
    })
    void shouldKeepEverythingElseAsItWasSent(String query, String kept) {
        assertThat(NextLink.of(LIST, query, "abc")).isEqualTo("<" + LIST + "?" + kept + "&cursor=abc>; rel=\"next\"");
    }

    @Property
    void shouldLeadToTheSameParameters(@ForAll List<String> values) {
        // given
        Map<String, String> sent = new LinkedHashMap<>();
        values.forEach(value -> sent.put("p" + sent.size(), wellFormed(value)));
        String query = sent.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + '=' + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));

        // when
        String link = NextLink.of(LIST, query, "abc");

        // then
        URI next = URI.create(link.replaceFirst("<(.*)>; rel=\"next\"", "$1"));
        Map<String, String> found = MockServerHttpRequest.get("/")
                .build()
                .mutate()
                .uri(next)
                .build()
                .getQueryParams()
                .toSingleValueMap();
        sent.put("cursor", "abc");
        assertThat(found).isEqualTo(sent);
    }

    @Property
    void shouldBeAnAddressInAHeaderForEveryQuery(@ForAll String query) {
        assertThat(NextLink.of(LIST, query, "abc")).matches("<[!#-;=?-~]*>; rel=\"next\"");
    }

    /** Without half characters, which cannot be encoded. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
