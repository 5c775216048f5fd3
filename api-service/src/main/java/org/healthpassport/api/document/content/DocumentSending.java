package org.healthpassport.api.document.content;

import java.time.Duration;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends documents, so many at a time that slow readers cannot fill the memory. */
@Component
final class DocumentSending {
    /**
     * Each holds at most 128 buffers of {@value DocumentContent#BUFFER_BYTES} bytes that the network has not taken yet,
     * all of them together 128 MiB. An account has as many as a browser opens connections, and two more.
     */
    static final Shares AT_ONCE = new Shares(128, 32, 8);

    /** Those who wait hold a connection and nothing else. */
    private static final Shares WAITING = new Shares(256, 128, FairSlots.WAITING_PER_ACCOUNT);

    private final FairSlots slots = new FairSlots("downloads", AT_ONCE, WAITING, Duration.ofSeconds(5));

    /** Completes when the network has taken the whole answer, and not already when it is produced. */
    Mono<Void> send(ServerWebExchange exchange, String account, Mono<ResponseEntity<Flux<DataBuffer>>> answer) {
        String address = ClientAddress.of(exchange.getRequest().getRemoteAddress());
        return slots.in(new SlotClaim(address, account), answer.flatMap(found -> write(found, exchange)));
    }

    /** The same for somebody who is not signed in. */
    Mono<Void> sendToStranger(
            ServerWebExchange exchange, String documentId, Mono<ResponseEntity<Flux<DataBuffer>>> answer) {
        String address = ClientAddress.of(exchange.getRequest().getRemoteAddress());
        return slots.in(SlotClaim.ofStranger(address, documentId), answer.flatMap(found -> write(found, exchange)));
    }

    private static Mono<Void> write(ResponseEntity<Flux<DataBuffer>> answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(answer.getStatusCode());
        response.getHeaders().putAll(answer.getHeaders());
        Flux<DataBuffer> body = answer.getBody();
        return body == null ? response.setComplete() : response.writeWith(body);
    }
}
