package org.healthpassport.audit.query;

import java.time.Clock;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.Pseudonyms;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.own.OwnEntries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The record of auditors' queries. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    QueryTrail queryTrail(
            OwnEntries log,
            CommittedLog committed,
            DetailSeal seal,
            Pseudonyms pseudonyms,
            JsonMapper json,
            Clock clock) {
        return new QueryTrail(log, new RequestedPatient(committed, pseudonyms), seal, json, clock);
    }
}
