package org.healthpassport.api.page;

import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Lets the addresses of all controllers be matched by a mapping that knows the parameters of lists. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

    @Bean
    WebFluxRegistrations listParameters() {
        return new WebFluxRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new ListParameters();
            }
        };
    }
}
