package org.healthpassport.edge.condition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** Conditional reads for everything that has an entity tag. */
@Configuration(proxyBeanMethods = false)
class ConditionConfiguration {

    @Bean
    WebFilter conditionalReads() {
        return new ConditionalReadFilter();
    }
}
