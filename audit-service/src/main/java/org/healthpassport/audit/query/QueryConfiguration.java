package org.healthpassport.audit.query;

import java.time.Clock;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.OwnEntries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What records the queries. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    Pseudonyms pseudonyms(AuditKeys keys) {
        return new StoredPseudonyms(keys);
    }

    @Bean
    DetailSeal detailSeal(AuditKeys keys) {
        return new VaultSeal(keys);
    }

    @Bean
    QueryTrail queryTrail(
            OwnEntries log,
            CommittedLog committed,
            DetailSeal seal,
            Pseudonyms pseudonyms,
            JsonMapper json,
            Clock clock) {
        return new QueryTrail(log, new Patients(committed, pseudonyms), seal, json, clock);
    }
}
