package org.healthpassport.api;

import org.healthpassport.aggregates.AggregatesConfiguration;
import org.healthpassport.edge.HttpEdgeConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The service as a process of its own; its one configuration file is {@code api-service.yml}. */
@SpringBootApplication(exclude = {MongoAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
@Import({HttpEdgeConfiguration.class, AggregatesConfiguration.class})
public class ApiApplication {

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application as every launcher starts it. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(ApiApplication.class).properties("spring.config.name=api-service");
    }
}
