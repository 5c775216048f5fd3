package org.healthpassport.audit.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.healthpassport.audit.background.BackgroundLoop;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The generations of views, and the loop that makes them follow the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionSettings.class)
class ProjectionConfiguration {
    @Bean
    Generations generations(DurableDatabase database) {
        return new Generations(database);
    }

    @Bean
    Projector projector(
            CommittedEntries log, Generations generations, List<Projection> projections, MeterRegistry metrics) {
        Projector projector = new Projector(log, generations, projections);
        Gauge.builder("audit.search.lag", projector, Projector::lag)
                .description("Committed entries that searches do not find yet")
                .register(metrics);
        return projector;
    }

    @Bean
    BackgroundLoop projecting(Projector projector, ProjectionSettings settings) {
        return new BackgroundLoop("audit-views", settings.pause(), projector::step);
    }
}
