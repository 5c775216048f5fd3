package org.healthpassport.api.fhir.request;

import java.util.List;
import org.healthpassport.api.fhir.FhirAddress;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Chooses the format of an answer by FHIR's rules (R4, http.html#general): the parameter {@code _format} takes the place of the
 * Accept header, and a media type can name the version of FHIR. Refuses bodies of another version, or not in UTF-8.
 */
@Component
final class FormatFilter implements WebFilter {
    private static final String FORMAT = "_format";

    /** It has the formats of documents too, and chooses among them. */
    private static final String BINARY = FhirAddress.BASE + "/Binary/";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!FhirAddress.isOf(exchange.getRequest().getPath())) {
            return chain.filter(exchange);
        }
        HttpHeaders headers = exchange.getRequest().getHeaders();
        try {
            MediaType sent = headers.getContentType();
            if (sent != null && !FhirFormat.isReadable(sent)) {
                return Mono.error(new UnsupportedMediaTypeStatusException(sent, FhirFormat.ALL));
            }
            List<String> formats = exchange.getRequest().getQueryParams().getOrDefault(FORMAT, List.of()).stream()
                    .filter(format -> format != null && !format.isBlank())
                    .toList();
            if (!formats.isEmpty()) {
                return accepting(FhirFormat.ofParameter(formats), exchange, chain);
            }
            List<MediaType> accepted = headers.getAccept();
            return accepted.isEmpty() || isBinary(exchange)
                    ? chain.filter(exchange)
                    : accepting(FhirFormat.ofHeader(accepted), exchange, chain);
        } catch (InvalidMediaTypeException malformed) {
            // The framework refuses it where it matters.
            return chain.filter(exchange);
        }
    }

    private static boolean isBinary(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication().value().startsWith(BINARY);
    }

    private static Mono<Void> accepting(List<MediaType> formats, ServerWebExchange exchange, WebFilterChain chain) {
        return formats.isEmpty()
                ? Mono.error(new NotAcceptableStatusException(FhirFormat.ALL))
                : chain.filter(exchange.mutate()
                        .request(exchange.getRequest()
                                .mutate()
                                .headers(headers -> headers.setAccept(formats))
                                .build())
                        .build());
    }
}
