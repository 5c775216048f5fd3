package org.healthpassport.audit.auditor;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where it is kept who asked for what is an auditor's. */
public interface DeniedRequests {
    /** Completes once it is durable that this account asked, and was refused. */
    Mono<Void> recordDenied(ServerWebExchange exchange, Account account);
}
