package org.healthpassport.api.identity.token;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.LiveToken;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Gives handlers the {@link Caller} of the request, from the Reactor context or as an argument, and its {@link
 * CallerSession} as an argument.
 */
public final class CurrentCaller implements HandlerMethodArgumentResolver {

    /** The caller of the request that runs in this context; fails with {@link TokenRefusal.NoValidToken} if there is none. */
    public static Mono<Caller> get() {
        return authentication().map(CallerAuthentication::getPrincipal);
    }

    private static Mono<CallerAuthentication> authentication() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(CallerAuthentication.class)
                .switchIfEmpty(Mono.error(new TokenRefusal.NoValidToken()::asException));
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Caller.class) || isSession(parameter) || isToken(parameter);
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindingContext, ServerWebExchange exchange) {
        if (isToken(parameter)) {
            return authentication().map(CallerAuthentication::token);
        }
        return isSession(parameter) ? authentication().map(CallerAuthentication::session) : get().cast(Object.class);
    }

    private static boolean isToken(MethodParameter parameter) {
        return parameter.getParameterType().equals(LiveToken.class);
    }

    private static boolean isSession(MethodParameter parameter) {
        return parameter.getParameterType().equals(CallerSession.class);
    }
}
