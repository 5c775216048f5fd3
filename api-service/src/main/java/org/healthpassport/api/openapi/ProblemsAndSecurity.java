package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;
import org.healthpassport.edge.security.OpenRoute;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Adds to every operation its need of an access token, and its refusals (RFC 9457). */
final class ProblemsAndSecurity implements GlobalOpenApiCustomizer {
    private static final String PROBLEM = "Problem";
    private static final String OUTCOME = "OperationOutcome";
    private static final String FHIR = "/fhir/";

    private final List<OpenRoute> openRoutes;

    ProblemsAndSecurity(List<OpenRoute> openRoutes) {
        this.openRoutes = List.copyOf(openRoutes);
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas(PROBLEM, problem()).addSchemas(OUTCOME, outcome());
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> complete(operation, path, isOpen(method, path))));
    }

    private static void complete(Operation operation, String path, boolean open) {
        if (open) {
            operation.setSecurity(List.of());
        } else {
            operation.setSecurity(List.of(new SecurityRequirement().addList(OpenApiConfiguration.BEARER)));
            operation.getResponses().addApiResponse("401", refusal(path, "The access token is missing or not valid"));
            operation.getResponses().addApiResponse("403", refusal(path, "Not allowed"));
        }
        operation
                .getResponses()
                .setDefault(refusal(path, "The request was refused or failed; type and status say why"));
    }

    private boolean isOpen(HttpMethod method, String path) {
        // The variables of a template stand for segments, and so do their names here.
        PathContainer example = PathContainer.parsePath(path.replaceAll("[{}*]", ""));
        return openRoutes.stream()
                .filter(route -> route.method().name().equals(method.name()))
                .anyMatch(route ->
                        PathPatternParser.defaultInstance.parse(route.pattern()).matches(example));
    }

    /** FHIR has a form of its own for refusals. */
    private static ApiResponse refusal(String path, String description) {
        boolean fhir = path.startsWith(FHIR);
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                fhir ? "application/fhir+json" : "application/problem+json",
                                new MediaType()
                                        .schema(new Schema<>()
                                                .$ref("#/components/schemas/" + (fhir ? OUTCOME : PROBLEM)))));
    }

    private static Schema<?> outcome() {
        return new ObjectSchema()
                .description("FHIR's OperationOutcome")
                .addProperty("resourceType", new StringSchema())
                .addProperty("id", new StringSchema())
                .addProperty("issue", new ArraySchema().items(new ObjectSchema()))
                .required(List.of("resourceType", "issue"));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema().format("uri"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("pointer", new StringSchema().format("json-pointer"))
                                        .addProperty("detail", new StringSchema())))
                .addProperty(
                        "remainingAttempts",
                        new IntegerSchema().description("For links only: the number of attempts left."))
                .required(List.of("type", "title", "status"));
    }
}
