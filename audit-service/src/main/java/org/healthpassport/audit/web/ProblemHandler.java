package org.healthpassport.audit.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthpassport.audit.problem.Problem;
import org.healthpassport.audit.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every failure of a request as {@code application/problem+json} (RFC 9457). */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final int LOGGED_FRAMES = 16;
    private static final String RETRY_SECONDS = "2";

    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        Problem problem = ProblemTranslation.translate(failure);
        report(exchange, problem, failure);
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        setHeaders(response.getHeaders(), exchange, problem, failure);
        byte[] body = json.writeValueAsBytes(members(problem, RequestIds.of(exchange)));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** Logs classes and places only, because messages of other libraries can quote the request. */
    private static void report(ServerWebExchange exchange, Problem problem, Throwable failure) {
        boolean unexpected = problem.type() == ProblemType.INTERNAL_ERROR
                && !DisconnectedClientHelper.isClientDisconnectedException(failure);
        if (unexpected) {
            log.error("Request {} failed: {}", RequestIds.of(exchange), withoutMessages(failure));
        }
    }

    private static void setHeaders(
            HttpHeaders headers, ServerWebExchange exchange, Problem problem, Throwable failure) {
        if (failure instanceof ErrorResponse known) {
            headers.putAll(known.getHeaders());
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.remove(HttpHeaders.ETAG);
        headers.remove(HttpHeaders.CONTENT_DISPOSITION);
        headers.setCacheControl("no-store");
        if (problem.type() == ProblemType.UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            // RFC 6750, section 3: no error code if the request had no token.
            boolean sent = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
            headers.set(HttpHeaders.WWW_AUTHENTICATE, sent ? "Bearer error=\"invalid_token\"" : "Bearer");
        }
    }

    private static Map<String, Object> members(Problem problem, String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type().uri());
        members.put("title", problem.type().title());
        members.put("status", problem.type().status());
        members.put("detail", problem.detail());
        members.put("instance", "urn:healthpassport:request:" + requestId);
        if (!problem.errors().isEmpty()) {
            members.put("errors", problem.errors());
        }
        return members;
    }

    private static String withoutMessages(Throwable failure) {
        return ProblemTranslation.causes(failure).stream()
                .map(cause -> cause.getClass().getName()
                        + Arrays.stream(cause.getStackTrace())
                                .limit(LOGGED_FRAMES)
                                .map(frame -> "\n\tat " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\nCaused by: "));
    }
}
