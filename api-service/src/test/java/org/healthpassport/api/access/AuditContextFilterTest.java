package org.healthpassport.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.events.audit.AuditAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

class AuditContextFilterTest {

    @ParameterizedTest
    @CsvSource({
        "GET, READ",
        "HEAD, READ",
        "POST, CREATE",
        "PUT, UPDATE",
        "PATCH, UPDATE",
        "DELETE, DELETE",
        "OPTIONS, EXECUTE"
    })
    void shouldTellWhatAnUnknownClientAttempts(String method, AuditAction attempted) {
        // when
        ContextView context = contextOf(
                MockServerHttpRequest.method(HttpMethod.valueOf(method), "/").build());

        // then
        assertThat(Client.in(context)).map(Client::attempted).contains(attempted);
        assertThat(Actor.in(context)).isEqualTo(Actor.ANONYMOUS);
    }

    @Test
    void shouldTakeTheNameOfAnOrdinaryClientAsItIs() {
        // given
        MockServerHttpRequest request = MockServerHttpRequest.get("/")
                .header("User-Agent", "Mozilla/5.0 (X11)")
                .remoteAddress(new InetSocketAddress("192.0.2.7", 443))
                .build();

        // then
        assertThat(Client.in(contextOf(request)))
                .contains(new Client("192.0.2.7", "192.0.2.7", "Mozilla/5.0 (X11)", AuditAction.READ));
    }

    @Property(tries = 300)
    void shouldTakeOnlyABoundedPrintableNameFromTheClient(@ForAll @StringLength(max = 1_000) String anything) {
        // given
        HttpHeaders headers = new HttpHeaders();
        headers.add("User-Agent", anything);

        // when
        String userAgent = Client.in(contextOf(
                        MockServerHttpRequest.get("/").headers(headers).build()))
                .orElseThrow()
                .userAgent();

        // then
        assertThat(userAgent.codePointCount(0, userAgent.length())).isLessThanOrEqualTo(200);
        assertThat(userAgent).doesNotMatch("(?s).*\\p{Cntrl}.*");
    }

    private static ContextView contextOf(MockServerHttpRequest request) {
        AtomicReference<ContextView> seen = new AtomicReference<>();
        new AuditContextFilter()
                .filter(
                        MockServerWebExchange.from(request),
                        exchange -> Mono.deferContextual(context -> {
                            seen.set(context);
                            return Mono.empty();
                        }))
                .block();
        return seen.get();
    }
}
