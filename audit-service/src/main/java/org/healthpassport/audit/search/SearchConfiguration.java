package org.healthpassport.audit.search;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.proof.Proofs;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The index of entries and the queries that use it. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    @Bean
    EntryIndex entryIndex(DurableDatabase store) {
        return new EntryIndex(store);
    }

    @Bean
    VerifiedRows verifiedRows(CommittedEntries log, MeterRegistry metrics) {
        VerifiedRows rows = new VerifiedRows(log);
        FunctionCounter.builder("audit.search.differences", rows, VerifiedRows::differences)
                .description("Rows of the search index that were found to differ from the log")
                .register(metrics);
        return rows;
    }

    @Bean
    EntrySearch entrySearch(DurableDatabase store, Generations generations, VerifiedRows log, LogInUse inUse) {
        return new EntrySearch(store, generations, log, inUse);
    }

    @Bean
    EntryLookup entryLookup(CommittedEntries log, Proofs proofs, DetailSeal seal) {
        // The strict rules are for requests; an entry is shown as it was logged.
        return new EntryLookup(log, proofs, seal, JsonMapper.shared());
    }
}
