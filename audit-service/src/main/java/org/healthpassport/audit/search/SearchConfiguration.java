package org.healthpassport.audit.search;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.audit.projection.Repeated;
import org.healthpassport.audit.projection.RepetitionHealth;
import org.healthpassport.audit.projection.Store;
import org.healthpassport.audit.projection.View;
import org.healthpassport.audit.proof.Proofs;
import org.healthpassport.audit.query.DetailSeal;
import org.healthpassport.audit.tile.Entry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The index, what makes it follow the log, and what asks it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchSettings.class)
class SearchConfiguration {

    @Bean
    CommittedEntries committedEntries(CommittedLog log) {
        return new CommittedEntries() {
            @Override
            public long size() throws IOException {
                return log.size();
            }

            @Override
            public List<Entry> entries(long from, long to) throws IOException {
                return log.committed().entries(from, to);
            }
        };
    }

    @Bean
    Store viewStore(MongoDatabase database) {
        return new Store(database);
    }

    @Bean
    Generations generations(Store store) {
        return new Generations(store);
    }

    @Bean
    EntryIndex entryIndex(Store store) {
        return new EntryIndex(store);
    }

    @Bean
    LoggedRows loggedRows(CommittedEntries log, MeterRegistry metrics) {
        LoggedRows rows = new LoggedRows(log);
        FunctionCounter.builder("audit.search.differences", rows, LoggedRows::differences)
                .description("Rows of the search index that were found not to be what the log says")
                .register(metrics);
        return rows;
    }

    @Bean
    EntrySearch entrySearch(Store store, Generations generations, LoggedRows log) {
        return new EntrySearch(store, generations, log);
    }

    @Bean
    EntryDetails entryDetails(CommittedEntries log, Proofs proofs, DetailSeal seal, JsonMapper json) {
        return new EntryDetails(log, proofs, seal, json);
    }

    @Bean
    Projector projector(CommittedEntries log, Generations generations, List<View> views, MeterRegistry metrics) {
        Projector projector = new Projector(log, generations, views);
        Gauge.builder("audit.search.lag", projector, Projector::lag)
                .description("Committed entries that searches do not find yet")
                .register(metrics);
        return projector;
    }

    @Bean
    Repeated projecting(Projector projector, SearchSettings settings) {
        return new Repeated("audit-views", settings.pause(), projector::step);
    }

    @Bean
    RepetitionHealth auditViewsHealthIndicator(List<Repeated> repeated) {
        return new RepetitionHealth(repeated);
    }
}
