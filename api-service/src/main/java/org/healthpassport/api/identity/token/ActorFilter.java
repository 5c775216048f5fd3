package org.healthpassport.api.identity.token;

import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.api.access.Caller;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Names the authenticated caller as the actor of the rest of the request; an anonymous one stays anonymous. */
final class ActorFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(CallerAuthentication.class)
                .map(CallerAuthentication::getPrincipal)
                .map(Caller::actor)
                .defaultIfEmpty(Actor.ANONYMOUS)
                .flatMap(actor -> chain.filter(exchange).contextWrite(actor::into));
    }
}
