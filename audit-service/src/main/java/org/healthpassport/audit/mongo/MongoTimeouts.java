package org.healthpassport.audit.mongo;

import com.mongodb.MongoClientSettings;
import java.util.concurrent.TimeUnit;

/** Limits how long this service waits for MongoDB. */
public final class MongoTimeouts {
    /** Ends before the client hangs up, so that the server does not go on with a search that nobody waits for. */
    static final long FIND_MS = 8_000;

    private static final int SELECTION_MS = 2_500;
    private static final int CONNECT_MS = 2_000;
    /** A command takes milliseconds; only a peer that vanished without a word takes this long. */
    private static final int READ_MS = 10_000;

    private MongoTimeouts() {}

    /** Sets the limits of a client. */
    public static void applyTo(MongoClientSettings.Builder settings) {
        settings.applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_MS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(SELECTION_MS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_MS, TimeUnit.MILLISECONDS));
    }
}
