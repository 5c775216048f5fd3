package org.healthpassport.edge.security;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import reactor.core.publisher.Mono;

/** The parts of the security filters that are the same in every service. */
@Configuration(proxyBeanMethods = false)
class EdgeSecurityConfiguration {

    @Bean
    OpenRoute health() {
        return OpenRoute.get("/actuator/health/**");
    }

    /**
     * An address that the firewall refuses, for example for an encoded slash, is answered like any other malformed
     * request.
     */
    @Bean
    ServerExchangeRejectedHandler rejectedAddresses() {
        return (exchange, rejection) ->
                Mono.error(Problem.of(ProblemType.MALFORMED_REQUEST, "The address of the request is not allowed.")
                        .asException());
    }
}
