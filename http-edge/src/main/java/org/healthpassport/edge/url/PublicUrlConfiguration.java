package org.healthpassport.edge.url;

import java.net.URI;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the public address a bean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublicUrlSettings.class)
class PublicUrlConfiguration {

    @Bean
    PublicUrl publicUrl(PublicUrlSettings settings) {
        return new PublicUrl(URI.create(settings.publicUrl()));
    }
}
