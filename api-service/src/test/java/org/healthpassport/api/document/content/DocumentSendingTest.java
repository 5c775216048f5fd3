package org.healthpassport.api.document.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DocumentSendingTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final DocumentSending sending = new DocumentSending();

    @Test
    void shouldSendTheAnswerAsItIs() {
        // given
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/"));

        // when
        sending.send(exchange, "a", Mono.just(answer(HttpStatus.PARTIAL_CONTENT)))
                .block(WITHIN);

        // then
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.PARTIAL_CONTENT);
        assertThat(exchange.getResponse().getHeaders().getETag()).isEqualTo("\"d\"");
        assertThat(exchange.getResponse().getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PDF);
        assertThat(exchange.getResponse().getBodyAsString().block(WITHIN)).isEqualTo("bytes");
    }

    @Test
    void shouldKeepSlowReadersOfAnAccountFromAllButTheirOwnShare() {
        // given
        List<Disposable> slow = Stream.generate(
                        () -> sending.send(exchange(MockServerHttpRequest.get("/")), "slow", Mono.never())
                                .subscribe())
                .limit(DocumentSending.AT_ONCE.account())
                .toList();

        // when
        CompletableFuture<Void> next = sending.send(
                        exchange(MockServerHttpRequest.get("/")), "slow", Mono.just(answer(HttpStatus.PARTIAL_CONTENT)))
                .toFuture();
        sending.send(exchange(MockServerHttpRequest.get("/")), "quick", Mono.just(answer(HttpStatus.PARTIAL_CONTENT)))
                .block(WITHIN);

        // then
        assertThat(next).isNotDone();

        // when
        slow.get(0).dispose();

        // then
        Awaitility.await().atMost(WITHIN).until(next::isDone);
        assertThat(next).isCompleted();
    }

    private static ResponseEntity<Flux<DataBuffer>> answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .eTag("\"d\"")
                .contentType(MediaType.APPLICATION_PDF)
                .body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap("bytes".getBytes(UTF_8))));
    }

    private static MockServerWebExchange exchange(MockServerHttpRequest.BaseBuilder<?> request) {
        return MockServerWebExchange.from(request.remoteAddress(new InetSocketAddress("192.0.2.1", 80)));
    }
}
