package org.healthpassport.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.document.DocumentType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springdoc.core.service.OpenAPIService;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    /** Creations that take no key, each with its reason. */
    private static final Map<String, String> WITHOUT_KEY = Map.of(
            "POST /api/patients/{patientId}/documents/{documentId}/download-links",
            "stores nothing: a link is a sealed token, and another one is as good",
            "POST /api/admin/dead-letters/{id}/replay",
            "is decided once, whoever repeats it",
            "POST /api/admin/accesses/rebuild",
            "runs once at a time, and does the same again",
            "POST /api/admin/document-moves",
            "runs once at a time, and does the same again",
            "POST /api/admin/documents/{documentId}/retry",
            "is done once, as the document has not failed any more",
            "POST /api/admin/key-rotations",
            "runs once at a time",
            "POST /api/admin/event-keys/rotations",
            "runs once at a time",
            "POST /api/patients/{patientId}/emergency-access",
            "gives the running access to whoever repeats it");

    /** They show the document, and are not part of it. */
    private static final Set<String> OF_THE_DOCUMENT =
            Set.of("GET /swagger-ui.html", "GET /swagger-ui/{name}", "GET /v3/api-docs", "GET /v3/api-docs.yaml");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static JsonNode document;

    @BeforeAll
    static void fetchWithoutLogin() {
        document = new JsonMapper()
                .readTree(api.client()
                        .get()
                        .uri("/v3/api-docs")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("X-Content-Type-Options", "nosniff")
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    @Test
    void shouldDescribeEveryRouteAndNoOther() {
        // given
        Set<String> routes = new TreeSet<>();
        api.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> namesOf(route).forEach(routes::add));
        assertThat(routes).containsAll(OF_THE_DOCUMENT).contains("POST /api/auth/register");
        routes.removeAll(OF_THE_DOCUMENT);

        // then
        assertThat(operations().map(Operation::name)).containsExactlyInAnyOrderElementsOf(routes);
    }

    /** springdoc keeps one document per language, and anybody can name any number of languages. */
    @Test
    void shouldBeMadeOnceWhateverTheLanguage() {
        // when
        api.client()
                .get()
                .uri("/v3/api-docs")
                .header("Accept-Language", "de")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();

        // then
        OpenAPIService kept = api.bean(OpenAPIService.class);
        assertThat(kept.getCachedOpenAPI(Locale.GERMAN)).isNull();
        assertThat(kept.getCachedOpenAPI(Locale.ENGLISH)).isNotNull();
    }

    @Test
    void shouldBeOpenApi31WithBearerTokens() {
        assertThat(document.get("openapi").asString()).startsWith("3.1.");
        JsonNode bearer = document.at("/components/securitySchemes/bearer");
        assertThat(bearer.get("type").asString()).isEqualTo("http");
        assertThat(bearer.get("scheme").asString()).isEqualTo("bearer");
        assertThat(bearer.get("bearerFormat").asString()).isEqualTo("JWT");
    }

    @Test
    void shouldSayWhatNeedsAnAccessToken() {
        assertThat(operation("POST /api/auth/login").at("/security")).isEmpty();
        assertThat(operation("GET /api/downloads/{token}").at("/security")).isEmpty();
        assertThat(operation("GET /api/me").at("/security/0/bearer").isArray()).isTrue();
        assertThat(operations()
                        .filter(operation -> operation.path().startsWith("/api/patient")
                                || operation.path().startsWith("/api/admin")))
                .isNotEmpty()
                .allSatisfy(operation -> {
                    assertThat(operation.node().at("/security/0/bearer").isArray())
                            .as(operation.name())
                            .isTrue();
                    assertThat(operation.node().at("/responses").has("401")).isTrue();
                });
    }

    @Test
    void shouldDescribeRefusalsAsProblems() {
        assertThat(operations()).allSatisfy(operation -> {
            boolean fhir = operation.path().startsWith("/fhir/");
            assertThat(operation
                            .node()
                            .at("/responses/default/content/application~1" + (fhir ? "fhir" : "problem")
                                    + "+json/schema/$ref")
                            .asString())
                    .as(operation.name())
                    .isEqualTo("#/components/schemas/" + (fhir ? "OperationOutcome" : "Problem"));
        });
        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .containsExactlyInAnyOrder(
                        "type", "title", "status", "detail", "instance", "errors", "remainingAttempts");
    }

    /** Arguments from our own resolvers, such as the caller, do not come from a client. */
    @Test
    void shouldListOnlyParametersThatClientsSend() {
        assertThat(operations()
                        .flatMap(operation -> operation.node().at("/parameters").valueStream()))
                .isNotEmpty()
                .allSatisfy(parameter -> {
                    assertThat(parameter.get("in").asString()).isIn("path", "query", "header");
                    assertThat(parameter.at("/schema/type").asString())
                            .as(parameter.toString())
                            .isIn("string", "integer", "boolean", "array");
                });
        assertThat(parameters("GET /api/patients/{patientId}/documents"))
                .containsExactlyInAnyOrder(
                        "path patientId!", "query type", "query status", "query limit", "query cursor");
        assertThat(parameters("DELETE /api/patients/{patientId}/documents/{documentId}"))
                .containsExactlyInAnyOrder(
                        "path patientId!", "path documentId!", "header If-Match", "header If-None-Match");
        assertThat(parameters("POST /api/patient/upload-document"))
                .containsExactlyInAnyOrder("query patientId", "header Idempotency-Key");
    }

    @Test
    void shouldLetClientsRepeatWhateverCreates() {
        // given
        List<Operation> creations = operations()
                .filter(operation -> operation.method().equals("POST"))
                .filter(operation -> operation.node().at("/responses").has("201")
                        || operation.node().at("/responses").has("202"))
                .toList();

        // then
        assertThat(creations)
                .extracting(Operation::name)
                .contains("POST /api/auth/register", "POST /api/patient/upload-document")
                .containsAll(WITHOUT_KEY.keySet());
        assertThat(creations)
                .allSatisfy(operation -> assertThat(parameters(operation.name()).contains("header Idempotency-Key"))
                        .as(operation.name())
                        .isNotEqualTo(WITHOUT_KEY.containsKey(operation.name())));

        // then the header is explained
        assertThat(operations()
                        .flatMap(operation -> operation.node().at("/parameters").valueStream())
                        .filter(parameter -> parameter.get("name").asString().equals("Idempotency-Key")))
                .hasSize(creations.size() - WITHOUT_KEY.size())
                .allSatisfy(parameter -> {
                    assertThat(parameter.get("description").asString()).contains("24 hours");
                    assertThat(parameter.get("example").asString()).isNotEmpty();
                    assertThat(parameter.at("/schema/maxLength").asInt()).isEqualTo(255);
                });
    }

    @Test
    void shouldDescribeBytesInAndOut() {
        // when
        JsonNode upload = operation("POST /api/patient/upload-document");
        JsonNode download = operation("GET /api/patients/{patientId}/documents/{documentId}/content");

        // then
        JsonNode form = followed(upload.at("/requestBody/content/multipart~1form-data/schema"));
        assertThat(form.at("/properties").propertyNames())
                .containsExactlyInAnyOrder("file", "type", "title", "patientId");
        assertThat(form.at("/properties/file/format").asString()).isEqualTo("binary");
        assertThat(form.at("/required/0").asString()).isEqualTo("file");
        assertThat(form.at("/properties/type/enum")).hasSize(DocumentType.values().length);
        assertThat(upload.at("/responses").propertyNames()).contains("202").doesNotContain("200");
        assertThat(download.at("/responses/200/content/*~1*/schema/format").asString())
                .isEqualTo("binary");
        assertThat(operation("DELETE /api/patients/{patientId}/documents/{documentId}")
                        .at("/responses")
                        .propertyNames())
                .contains("204")
                .doesNotContain("200");

        // then an answer that its handler writes itself has bytes, too
        assertThat(document.at("/paths/~1shl~1{token}~1files~1{fileToken}/get/responses/200/content/application~1jose")
                        .at("/schema/format")
                        .asString(""))
                .isEqualTo("binary");
    }

    @Test
    void shouldSayWhatStandsInListsForWhatCannotBeRead() {
        assertThat(places("GET /api/patients/{patientId}/documents"))
                .containsExactly("DocumentView", "UnreadableDocument");
        assertThat(places("GET /api/patients/{patientId}/qr-codes")).containsExactly("QrCodeView", "UnreadableQrCode");
        assertThat(places("GET /api/admin/accounts")).containsExactly("ListedAccount", "UnreadableAccount");
        assertThat(places("GET /api/patients/{patientId}/records/{recordId}/history"))
                .containsExactly("VersionEntry", "UnreadableEntry");
        assertThat(places("GET /api/patients/{patientId}/records/{recordId}/annotations"))
                .containsExactly("ReadableAnnotation", "UnreadableAnnotation");
        assertThat(operation("GET /api/patients/{patientId}/records")
                        .get("description")
                        .asString())
                .contains("OperationOutcome");
        assertThat(schema("UnreadableDocument").at("/properties").propertyNames())
                .containsExactlyInAnyOrder("documentId", "unreadable");
    }

    private static List<String> places(String list) {
        JsonNode page = followed(operation(list)
                .at("/responses/200/content")
                .values()
                .iterator()
                .next()
                .get("schema"));
        return followed(page.at("/properties/items/items")).get("oneOf").values().stream()
                .map(one -> one.get("$ref").asString().replaceAll(".*/", ""))
                .toList();
    }

    private static JsonNode followed(JsonNode schema) {
        return schema.has("$ref") ? schema(schema.get("$ref").asString().replaceAll(".*/", "")) : schema;
    }

    private static JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    @Test
    void shouldShowExamplesOfAccounts() {
        assertThat(schema("RegistrationRequest")
                        .at("/properties/birthDate/example")
                        .asString())
                .isEqualTo("1980-05-17");
        assertThat(schema("MoveRequest").at("/properties/hospitalId/example").asString())
                .isNotEmpty();
        assertThat(schema("SentName").at("/properties").propertyNames())
                .containsExactlyInAnyOrder("given", "family", "text");
        assertThat(schema("OwnAccount").at("/properties").propertyNames())
                .contains("email", "name", "birthDate")
                .doesNotContain("version");
        assertThat(parameters("PATCH /api/me")).containsExactlyInAnyOrder("header If-Match", "header If-None-Match");
        assertThat(parameters("GET /api/hospitals"))
                .containsExactlyInAnyOrder("query name", "query limit", "query cursor");
        assertThat(parameters("GET /api/admin/accounts"))
                .containsExactlyInAnyOrder("query status", "query role", "query email", "query limit", "query cursor");
    }

    @Test
    void shouldDescribeHealthRecordsAsJson() {
        // when
        JsonNode creation = operation("POST /api/patients/{patientId}/records");

        // then
        String resource = "/content/application~1fhir+json/schema/type";
        assertThat(creation.at("/requestBody" + resource).asString()).isEqualTo("object");
        assertThat(creation.at("/responses/201" + resource).asString()).isEqualTo("object");
        assertThat(document.at("/components/schemas").propertyNames()).doesNotContain("RawValue", "JsonNode");
        assertThat(parameters("PUT /api/patients/{patientId}/records/{recordId}"))
                .contains("header If-Match");
    }

    @Test
    void shouldListTheParametersThatDrawAQrCode() {
        assertThat(operations()
                        .filter(operation -> operation.path().startsWith("/v1/create-qr-code"))
                        .filter(operation -> operation.method().equals("GET")))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(parameters(operation.name()))
                        .hasSameSizeAs(GoQrParameters.NAMES)
                        .contains("query data!", "query size", "query qzone", "query charset-target"));
    }

    private static Stream<String> namesOf(RequestMappingInfo route) {
        return route.getPatternsCondition().getPatterns().stream()
                .flatMap(pattern -> route.getMethodsCondition().getMethods().stream()
                        .map(method -> method + " " + pattern.getPatternString()));
    }

    private static Stream<Operation> operations() {
        return document.get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())));
    }

    private static JsonNode operation(String name) {
        return operations()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow()
                .node();
    }

    private static List<String> parameters(String operation) {
        return operation(operation)
                .at("/parameters")
                .valueStream()
                .map(parameter -> parameter.get("in").asString() + " "
                        + parameter.get("name").asString()
                        + (parameter.path("required").asBoolean(false) ? "!" : ""))
                .toList();
    }

    private record Operation(String method, String path, JsonNode node) {
        String name() {
            return method + " " + path;
        }
    }
}
