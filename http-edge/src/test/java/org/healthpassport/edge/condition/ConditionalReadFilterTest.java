package org.healthpassport.edge.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthpassport.edge.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ConditionalReadFilterTest {
    private static final byte[] BODY = "content".getBytes(StandardCharsets.UTF_8);

    private final AtomicBoolean read = new AtomicBoolean();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // strong tag, as of a document's bytes
                "\"a\"   | \"a\"           | -        | 200",
                "\"a\"   | \"b\", \"a\"    | -        | 200",
                "\"a\"   | *               | -        | 200",
                "\"a\"   | \"b\"           | -        | 412",
                "\"a\"   | W/\"a\"         | -        | 412",
                "\"a\"   | junk            | -        | 412",
                "\"a\"   | -               | \"a\"    | 304",
                "\"a\"   | -               | W/\"a\"  | 304",
                "\"a\"   | -               | \"b\",\"a\" | 304",
                "\"a\"   | -               | *        | 304",
                "\"a\"   | -               | \"b\"    | 200",
                "\"a\"   | -               | junk     | 200",
                "\"a\"   | \"a\"           | \"a\"    | 304",
                "\"a\"   | \"b\"           | \"a\"    | 412",
                // weak tag, as of a version
                "W/\"1\" | W/\"1\"         | -        | 200",
                "W/\"1\" | \"1\"           | -        | 200",
                "W/\"1\" | W/\"7\", W/\"1\" | -       | 200",
                "W/\"1\" | W/\"7\"         | -        | 412",
                "W/\"1\" | -               | W/\"1\"  | 304",
                "W/\"1\" | -               | \"1\"    | 304",
                // no tag
                "-       | \"a\"           | -        | 200",
                "-       | -               | \"a\"    | 200",
                "-       | -               | *        | 304",
            })
    void shouldAnswerAsTheConditionsSay(String tag, String ifMatch, String ifNoneMatch, int status) {
        for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
            // given
            read.set(false);
            MockServerWebExchange exchange = exchange(method, ifMatch, ifNoneMatch);

            // when
            Mono<Void> answer = answer(exchange, HttpStatus.OK, tag);

            // then
            if (status == 412) {
                assertThatExceptionOfType(ProblemException.class).isThrownBy(answer::block);
                assertThat(exchange.getResponse().getHeaders().getContentLength())
                        .isEqualTo(-1);
            } else {
                answer.block();
                assertThat(exchange.getResponse().getStatusCode().value()).isEqualTo(status);
            }
            assertThat(read.get()).isEqualTo(status == 200);
        }
    }

    @Test
    void shouldLeaveOutWhatDescribesTheContentIfThereIsNone() {
        // given
        MockServerWebExchange exchange = exchange(HttpMethod.GET, null, "\"a\"");

        // when
        answer(exchange, HttpStatus.PARTIAL_CONTENT, "\"a\"").block();

        // then
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.NOT_MODIFIED);
        assertThat(exchange.getResponse().getHeaders().getETag()).isEqualTo("\"a\"");
        assertThat(exchange.getResponse().getHeaders().getContentLength()).isEqualTo(-1);
        assertThat(exchange.getResponse().getBodyAsString().block()).isNullOrEmpty();
    }

    @Test
    void shouldLookOnlyAtReadsThatSucceed() {
        MockServerWebExchange failed = exchange(HttpMethod.GET, "\"b\"", "*");
        answer(failed, HttpStatus.NOT_FOUND, "\"a\"").block();
        assertThat(failed.getResponse().getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);

        MockServerWebExchange change = exchange(HttpMethod.PUT, "\"b\"", "*");
        answer(change, HttpStatus.OK, "\"a\"").block();
        assertThat(change.getResponse().getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    private static MockServerWebExchange exchange(HttpMethod method, String ifMatch, String ifNoneMatch) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.method(method, "/anything");
        if (ifMatch != null) {
            request.header(HttpHeaders.IF_MATCH, ifMatch);
        }
        if (ifNoneMatch != null) {
            request.header(HttpHeaders.IF_NONE_MATCH, ifNoneMatch);
        }
        return MockServerWebExchange.from(request);
    }

    private Mono<Void> answer(MockServerWebExchange asked, HttpStatus status, String tag) {
        return new ConditionalReadFilter().filter(asked, exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(status);
            response.getHeaders().setContentLength(BODY.length);
            if (tag != null) {
                response.getHeaders().setETag(tag);
            }
            return response.writeWith(Flux.defer(() -> {
                read.set(true);
                DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(BODY);
                return Flux.just(buffer);
            }));
        });
    }
}
