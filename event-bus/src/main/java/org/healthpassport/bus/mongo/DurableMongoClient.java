package org.healthpassport.bus.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.util.concurrent.TimeUnit;

/**
 * The settings of every MongoDB client of ours. An acknowledged write is durable, a read sees durable data only, and a
 * request that cannot be served fails before an impatient client gives up.
 */
public final class DurableMongoClient {
    private static final int SELECTION_TIMEOUT_MS = 2_500;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** A command takes milliseconds; only a peer that vanished without a word takes this long. */
    private static final int READ_TIMEOUT_MS = 10_000;

    private DurableMongoClient() {}

    /** Applies the settings; those of a connection string that was applied before are replaced. */
    public static void configure(MongoClientSettings.Builder settings) {
        settings.writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }
}
