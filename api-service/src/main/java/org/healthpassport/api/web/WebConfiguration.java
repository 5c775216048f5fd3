package org.healthpassport.api.web;

import java.net.URI;
import org.healthpassport.api.ApiSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What features need of the edge. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    PublicUrl publicUrl(ApiSettings settings) {
        return new PublicUrl(URI.create(settings.publicUrl()));
    }
}
