package org.healthpassport.audit.auditor;

import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import reactor.core.publisher.Mono;

/**
 * The account that a token was issued to.
 *
 * @param id of the account
 * @param role such as {@code AUDITOR}
 */
public record Account(String id, String role) {

    /** The account of the request in whose context this runs; empty where there is none. */
    public static Mono<Account> current() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(AccountAuthentication.class)
                .map(AccountAuthentication::getPrincipal);
    }
}
