package org.healthpassport.edge.url;

import java.net.URI;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the HTTP edge that features use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublicUrlSettings.class)
class PublicUrlConfiguration {

    @Bean
    PublicUrl publicUrl(PublicUrlSettings settings) {
        return new PublicUrl(URI.create(settings.publicUrl()));
    }
}
