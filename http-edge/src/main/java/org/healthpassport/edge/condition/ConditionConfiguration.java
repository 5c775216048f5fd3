package org.healthpassport.edge.condition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** Conditions of reads for everything that has an entity tag, and those of changes as far as no version is needed. */
@Configuration(proxyBeanMethods = false)
class ConditionConfiguration {

    @Bean
    WebFilter conditionalReads() {
        return new ConditionalReadFilter();
    }

    @Bean
    WebFilter conditionsOfChanges() {
        return new ChangeConditionFilter();
    }
}
