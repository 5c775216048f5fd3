package org.healthpassport.aggregates;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The settings of the MongoDB client on which the write path rests. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    private static final int SELECTION_TIMEOUT_MS = 2_500;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** A command takes milliseconds; only a peer that vanished without a word takes this long. */
    private static final int READ_TIMEOUT_MS = 10_000;

    /**
     * Writes are acknowledged when they are durable, and reads see only durable data, whatever the connection string
     * says; requests that cannot be served fail before an impatient client gives up.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer durableAndImpatient() {
        return settings -> settings.writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }
}
