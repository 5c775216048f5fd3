package org.healthpassport.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ViewApiTest {
    private static final Path SOURCES = Path.of("src/main/resources/view");
    private static final Path CONNECT = Path.of("src/main/resources/connect");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldServePageToAnybodyUnderStrictPolicy() {
        // when
        ResponseSpec answer = get("/view");

        // then
        HttpHeaders headers = answer.expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/html;charset=UTF-8")
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("<html lang=\"en\">"))
                .returnResult()
                .getResponseHeaders();
        assertThat(headers.get("Content-Security-Policy"))
                .containsExactly("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' blob:; frame-src blob:; object-src 'none'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                        + " trusted-types 'none'");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(headers.getFirst("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(headers.get("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void shouldServeAllFilesOfThePageAndEachThatThoseImport() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                // given
                String content = Files.readString(source);

                // then
                get("/view/" + source.getFileName())
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueMatches("Content-Type", "(text/(html|javascript|css);charset=UTF-8|image/svg\\+xml)")
                        .expectBody(String.class)
                        .isEqualTo(content);
                assertThat(files("(?:src|href)=\"view/([^\"]+)\"|from '\\./([^']+)'", content))
                        .as(source.toString())
                        .allMatch(name -> Files.exists(SOURCES.resolve(name)));
            }
        }
    }

    @Test
    void shouldServeThePageForCliniciansToAnybodyUnderAPolicyAsStrict() throws IOException {
        // when
        HttpHeaders headers = get("/connect")
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/html;charset=UTF-8")
                .expectBody(String.class)
                .isEqualTo(Files.readString(CONNECT.resolve("index.html")))
                .returnResult()
                .getResponseHeaders();

        // then
        assertThat(headers.get("Content-Security-Policy"))
                .containsExactly("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getFirst("Permissions-Policy")).contains("camera=()");
        try (Stream<Path> sources = Files.list(CONNECT)) {
            for (Path source : sources.toList()) {
                String content = Files.readString(source);
                get("/connect/" + source.getFileName())
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .isEqualTo(content);
                assertThat(files("(?:src|href)=\"connect/([^\"]+)\"|from '\\./([^']+)'", content))
                        .as(source.toString())
                        .allMatch(name -> Files.exists(CONNECT.resolve(name)));
                assertThat(files("(?:src|href)=\"view/([^\"]+)\"|from '\\.\\./view/([^']+)'", content))
                        .as(source.toString())
                        .allMatch(name -> Files.exists(SOURCES.resolve(name)));
            }
        }
        get("/connect/link.js").expectStatus().isNotFound();
    }

    @Test
    void shouldNotSendWhatTheBrowserHas() {
        // given
        String etag = get("/view/page.js")
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag();
        assertThat(etag).matches("\"[0-9a-f]{32}\"");

        // when
        ResponseSpec again = api.client()
                .get()
                .uri("/view/page.js")
                .header("If-None-Match", etag)
                .exchange();

        // then
        again.expectStatus().isNotModified().expectBody().isEmpty();
        assertThat(get("/view/link.js")
                        .expectBody()
                        .returnResult()
                        .getResponseHeaders()
                        .getETag())
                .isNotEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/view/api-service.yml", "/view/nothing.js", "/view/page.js.map"})
    void shouldServeNoOtherFile(String path) {
        get(path).expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/view/..%2fapi-service.yml", "/view/%2e%2e/api-service.yml", "/view/.", "/page.js"})
    void shouldNotBeTalkedIntoServingAnyFileByTricks(String path) {
        assertThat(get(path).expectBody().returnResult().getStatus().value()).isIn(400, 401, 404);
    }

    @Test
    void shouldHaveNothingInThePageThatItsPolicyForbids() throws IOException {
        for (Path pages : List.of(SOURCES, CONNECT)) {
            assertThat(Files.readString(pages.resolve("index.html")))
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|//");
        }
    }

    private static ResponseSpec get(String path) {
        return api.client()
                .get()
                .uri(URI.create("http://127.0.0.1:" + api.port() + path))
                .exchange();
    }

    private static List<String> files(String pattern, String content) {
        return Pattern.compile(pattern)
                .matcher(content)
                .results()
                .map(ViewApiTest::name)
                .toList();
    }

    private static String name(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
