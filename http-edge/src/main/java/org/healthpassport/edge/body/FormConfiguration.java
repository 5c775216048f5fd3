package org.healthpassport.edge.body;

import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the service read forms by {@link FormReader}. */
@Configuration(proxyBeanMethods = false)
class FormConfiguration {

    @Bean
    CodecCustomizer formReader() {
        return codecs -> codecs.customCodecs().register(new FormReader());
    }
}
