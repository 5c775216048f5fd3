package org.healthpassport.audit.query;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Set;
import org.healthpassport.audit.AuditSettings;
import org.healthpassport.audit.log.OwnEntries;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What records the queries. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    Pseudonyms pseudonyms(MongoDatabase database) {
        return new StoredPseudonyms(database);
    }

    @Bean
    DetailSeal detailSeal(MongoDatabase database, AuditSettings settings) {
        AuditSettings.Keys keys = settings.keys();
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.AUDIT);
        return new VaultSeal(
                database,
                keys.createMissing()
                        ? KeyFolder.openOrCreate(keys.folder(), purposes)
                        : KeyFolder.open(keys.folder(), purposes));
    }

    @Bean
    QueryTrail queryTrail(OwnEntries log, DetailSeal seal, Pseudonyms pseudonyms, JsonMapper json, Clock clock) {
        return new QueryTrail(log, seal, pseudonyms, json, clock);
    }
}
