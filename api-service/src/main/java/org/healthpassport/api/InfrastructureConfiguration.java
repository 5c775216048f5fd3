package org.healthpassport.api;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** Infrastructure that all features share: the clock, event loops, and a MongoDB client with time-outs. */
@Configuration(proxyBeanMethods = false)
class InfrastructureConfiguration {
    private static final int SELECTION_TIMEOUT_MS = 2_500;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** A command takes milliseconds; only a peer that vanished without a word takes this long. */
    private static final int READ_TIMEOUT_MS = 10_000;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

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

    /** Own event loops, so that closing this service in a shared JVM does not stop its neighbours' loops. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }
}
