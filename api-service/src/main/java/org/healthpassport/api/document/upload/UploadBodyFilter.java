package org.healthpassport.api.document.upload;

import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.document.DocumentSettings;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Limits the whole body of an upload. */
@Component
@Order(UploadBodyFilter.NEAREST_TO_THE_NETWORK)
final class UploadBodyFilter implements WebFilter {
    /** Runs before every filter that could drop a buffer. */
    static final int NEAREST_TO_THE_NETWORK = Ordered.HIGHEST_PRECEDENCE + 20;

    private final UploadLimit limit;

    UploadBodyFilter(DocumentSettings settings) {
        this.limit = new UploadLimit(settings.maxSize().toBytes());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String type = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return StringUtils.startsWithIgnoreCase(type, MediaType.MULTIPART_FORM_DATA_VALUE)
                ? chain.filter(exchange.mutate()
                        .request(bounded(exchange.getRequest()))
                        .build())
                : chain.filter(exchange);
    }

    private ServerHttpRequest bounded(ServerHttpRequest request) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                AtomicLong received = new AtomicLong();
                return super.getBody()
                        .doOnNext(buffer -> require(received.addAndGet(buffer.readableByteCount()), buffer));
            }
        };
    }

    private void require(long received, DataBuffer buffer) {
        try {
            limit.requireForRequest(received);
        } catch (Refused tooLarge) {
            DataBufferUtils.release(buffer);
            throw tooLarge;
        }
    }
}
