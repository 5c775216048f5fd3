package org.healthpassport.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

class SwaggerUiTest {
    private static final int LARGEST_FILE = 4 << 20;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldLeadToThePageWithoutLogin() {
        // when, then
        browser()
                .get()
                .uri("/swagger-ui.html")
                .exchange()
                .expectStatus()
                .isFound()
                .expectHeader()
                .valueEquals("Location", "swagger-ui/index.html");
        assertThat(text("index.html")).contains("swagger-ui.css", "initializer.js");
        assertThat(text("initializer.js")).contains("'../v3/api-docs'", "validatorUrl: 'none'");
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html",
        "initializer.js, text/javascript",
        "swagger-ui-bundle.js, text/javascript",
        "swagger-ui.css, text/css",
        "favicon-32x32.png, image/png"
    })
    void shouldServeItsFilesWithAPolicyThatLetsThemTalkToThisServerAlone(String name, String type) {
        // when
        EntityExchangeResult<byte[]> answer = file(name);

        // then
        assertThat(answer.getResponseBody()).isNotEmpty();
        assertThat(answer.getResponseHeaders().getContentType())
                .hasToString(type.startsWith("text") ? type + ";charset=UTF-8" : type);
        assertThat(answer.getResponseHeaders().getFirst("X-Content-Type-Options"))
                .isEqualTo("nosniff");
        assertThat(answer.getResponseHeaders().get("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'")
                .doesNotContain("http");
    }

    @Test
    void shouldFetchNothingFromElsewhere() {
        assertThat(Pattern.compile("(?:src|href|url)[=:] ?['\"]([^'\"]+)")
                        .matcher(text("index.html") + text("initializer.js"))
                        .results()
                        .map((MatchResult found) -> found.group(1)))
                .isNotEmpty()
                .noneMatch(address -> address.contains("//"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger-ui/swagger-initializer.js",
                "/swagger-ui/oauth2-redirect.html",
                "/swagger-ui/application.yml"
            })
    void shouldServeNoOtherFileOfTheArtifact(String path) {
        browser().get().uri(path).exchange().expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webjars/swagger-ui/5.32.2/index.html", "/swagger-ui/more/index.html", "/index.html"})
    void shouldOpenNothingElse(String path) {
        browser().get().uri(path).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void shouldGoAwayWithItsDocumentWhereItIsSwitchedOff() {
        new ApplicationContextRunner()
                .withUserConfiguration(OpenApiConfiguration.class, SwaggerUiController.class)
                .withPropertyValues("springdoc.api-docs.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(OpenApiConfiguration.class)
                        .doesNotHaveBean(SwaggerUiController.class));
    }

    private static String text(String name) {
        byte[] content = file(name).getResponseBody();
        assertThat(content).isNotNull();
        return new String(content, UTF_8);
    }

    private static EntityExchangeResult<byte[]> file(String name) {
        return browser()
                .get()
                .uri("/swagger-ui/{name}", name)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    private static WebTestClient browser() {
        return api.client()
                .mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_FILE))
                .build();
    }
}
