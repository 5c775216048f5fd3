package org.healthpassport.api.identity.token;

import org.healthpassport.api.access.Caller;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives handlers the {@link Caller} of the request, from the Reactor context or as an argument. */
public final class CurrentCaller implements HandlerMethodArgumentResolver {

    /** The caller of the request that runs in this context; fails with 401 if there is none. */
    public static Mono<Caller> get() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(CallerAuthentication.class)
                .map(CallerAuthentication::getPrincipal)
                .switchIfEmpty(Mono.error(() -> unauthenticated().asException()));
    }

    static Problem unauthenticated() {
        return Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid access token in the Authorization header.");
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Caller.class);
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindingContext, ServerWebExchange exchange) {
        return get().cast(Object.class);
    }
}
