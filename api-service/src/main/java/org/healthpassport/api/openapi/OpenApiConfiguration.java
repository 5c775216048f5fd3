package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.LiveToken;
import org.healthpassport.edge.security.OpenRoute;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webflux.api.OpenApiWebfluxResource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Completes the OpenAPI document that springdoc makes from the controllers. It is made at the first request. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("springdoc.api-docs.enabled")
class OpenApiConfiguration {
    static final String BEARER = "bearer";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, CallerSession.class, LiveToken.class)
                .replaceWithSchema(JsonNode.class, new ObjectSchema())
                .replaceWithSchema(ObjectNode.class, new ObjectSchema())
                .replaceWithSchema(RawValue.class, new ObjectSchema());
    }

    @Bean
    static OpenRoute openApiDocument() {
        return OpenRoute.get("/v3/api-docs");
    }

    @Bean
    static OpenRoute openApiDocumentInYaml() {
        return OpenRoute.get("/v3/api-docs.yaml");
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Health Passport")
                        .version("1")
                        .description(
                                "Health records and documents that follow the patient from hospital to hospital."
                                        + " Log in with POST /api/auth/login and authorize with the access_token of its answer.")
                        .license(new License().name("Apache 2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/").description("the server of this document")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")));
    }

    @Bean
    GlobalOperationCustomizer bodiesOfOperations() {
        return new StreamedBodies();
    }

    @Bean
    GlobalOperationCustomizer idempotencyHeader() {
        return new IdempotencyHeader();
    }

    @Bean
    GlobalOpenApiCustomizer goQrParameters() {
        return new GoQrParameters();
    }

    @Bean
    GlobalOpenApiCustomizer problemsAndSecurity(List<OpenRoute> openRoutes) {
        return new ProblemsAndSecurity(openRoutes);
    }

    @Bean
    OpenApiWebfluxResource openApiResource(
            ObjectFactory<OpenAPIService> document,
            AbstractRequestService requests,
            GenericResponseService responses,
            OperationService operations,
            SpringDocConfigProperties settings,
            SpringDocProviders providers,
            SpringDocCustomizers customizers) {
        return new OpenApiDocument(document, requests, responses, operations, settings, providers, customizers);
    }
}
