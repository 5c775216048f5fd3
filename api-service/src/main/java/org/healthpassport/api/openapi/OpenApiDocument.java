package org.healthpassport.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.webflux.api.OpenApiWebfluxResource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the document on a thread that may block: it takes about a second the first time, and a lock every time. It is
 * always in English, as springdoc would make and keep one for each language.
 */
final class OpenApiDocument extends OpenApiWebfluxResource {

    OpenApiDocument(
            ObjectFactory<OpenAPIService> document,
            AbstractRequestService requests,
            GenericResponseService responses,
            OperationService operations,
            SpringDocConfigProperties settings,
            SpringDocProviders providers,
            SpringDocCustomizers customizers) {
        super(document, requests, responses, operations, settings, providers, customizers);
    }

    @Override
    public Mono<byte[]> openapiJson(ServerHttpRequest request, String address, Locale locale) {
        return aside(() -> super.openapiJson(request, address, Locale.ENGLISH));
    }

    @Override
    public Mono<byte[]> openapiYaml(ServerHttpRequest request, String address, Locale locale) {
        return aside(() -> super.openapiYaml(request, address, Locale.ENGLISH));
    }

    private static Mono<byte[]> aside(Making making) {
        return Mono.fromCallable(making::begin).flatMap(document -> document).subscribeOn(Schedulers.boundedElastic());
    }

    @FunctionalInterface
    private interface Making {
        Mono<byte[]> begin() throws JsonProcessingException;
    }
}
