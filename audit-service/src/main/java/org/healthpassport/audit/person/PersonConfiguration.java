package org.healthpassport.audit.person;

import org.healthpassport.audit.auditor.AccessSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The people of the api-service whose tokens count here. */
@Configuration(proxyBeanMethods = false)
class PersonConfiguration {

    @Bean
    People people(AccessSettings settings) {
        return new People(settings.ofApiService("api/people"));
    }
}
