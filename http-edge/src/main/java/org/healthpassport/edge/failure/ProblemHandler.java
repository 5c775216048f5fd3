package org.healthpassport.edge.failure;

import java.time.Duration;
import java.util.Optional;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.request.RequestTracing;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers every failure of a request with a problem, in the form that clients of its address expect. */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {
    private final ProblemBody problems;
    private final OutcomeBody outcomes;
    private final ProblemTranslation translation;
    private final RequestTracing tracing;

    ProblemHandler(ProblemBody problems, OutcomeBody outcomes, ProblemTranslation translation, RequestTracing tracing) {
        this.problems = problems;
        this.outcomes = outcomes;
        this.translation = translation;
        this.tracing = tracing;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        String requestId = Optional.ofNullable(RequestTrace.of(exchange))
                .map(RequestTrace::requestId)
                .orElseGet(tracing::newId);
        if (response.isCommitted()) {
            FailureLog.report("Request " + requestId + ", whose answer had begun,", failure);
            return Mono.error(failure);
        }
        Problem problem = translation.translate(failure);
        if (problem.type() == ProblemType.INTERNAL_ERROR) {
            FailureLog.report("Request " + requestId, failure);
        } else {
            FailureLog.reportDependency("Request " + requestId, failure);
        }
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        ProblemForm form = isFhir(exchange) ? outcomes : problems;
        setHeaders(response.getHeaders(), exchange, problem, failure);
        response.getHeaders().setContentType(form.mediaType());
        byte[] body = form.of(problem, requestId);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static boolean isFhir(ServerWebExchange exchange) {
        return OutcomeBody.isFor(
                exchange.getRequest().getPath().pathWithinApplication().value());
    }

    private static void setHeaders(
            HttpHeaders headers, ServerWebExchange exchange, Problem problem, Throwable failure) {
        if (failure instanceof ErrorResponse known) {
            headers.putAll(known.getHeaders());
        }
        headers.remove(HttpHeaders.ETAG);
        headers.remove(HttpHeaders.CONTENT_DISPOSITION);
        headers.setCacheControl("no-store");
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        }
        if (problem.type().status() == 401) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge(exchange, problem));
        }
    }

    /**
     * RFC 6750, section 3: no error code if no token was sent. A passcode has a scheme of its own, as a token would not
     * help there, and a 401 without a challenge would violate HTTP (RFC 9110, 15.5.2).
     */
    private static String challenge(ServerWebExchange exchange, Problem problem) {
        if (problem.type() == ProblemType.WRONG_PASSCODE) {
            return "Passcode";
        }
        boolean tokenRefused = problem.type() == ProblemType.UNAUTHENTICATED
                && exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        return tokenRefused ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
