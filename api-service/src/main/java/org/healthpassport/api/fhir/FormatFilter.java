package org.healthpassport.api.fhir;

import java.util.List;
import java.util.Set;
import org.healthpassport.api.record.version.RecordAnswer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets the parameter {@code _format} take the place of the Accept header (R4, http.html#parameters). */
@Component
final class FormatFilter implements WebFilter {
    private static final String FORMAT = "_format";

    /** A plus that was not encoded arrives as a space. */
    private static final Set<String> JSON =
            Set.of("json", "text/json", "application/json", "application/fhir+json", "application/fhir json");

    private static final MediaType FHIR_XML = MediaType.parseMediaType("application/fhir+xml");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> formats = exchange.getRequest().getQueryParams().get(FORMAT);
        if (formats == null || !FhirAddress.isOf(exchange.getRequest().getPath())) {
            return chain.filter(exchange);
        }
        // All that is not JSON is as little available as XML.
        MediaType accepted = JSON.containsAll(formats) ? MediaType.parseMediaType(RecordAnswer.FHIR_JSON) : FHIR_XML;
        return chain.filter(exchange.mutate()
                .request(exchange.getRequest()
                        .mutate()
                        .headers(headers -> headers.setAccept(List.of(accepted)))
                        .build())
                .build());
    }
}
