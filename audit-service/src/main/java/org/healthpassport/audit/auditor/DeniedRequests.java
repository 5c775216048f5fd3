package org.healthpassport.audit.auditor;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Records requests for auditors' data that are denied. */
public interface DeniedRequests {
    /** Completes once the record of this account's denied request is durable. */
    Mono<Void> recordDenied(ServerWebExchange exchange, Account account);
}
