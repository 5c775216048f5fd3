package org.healthpassport.aggregates;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same on a real MongoDB, where there is a Docker engine. */
@EnabledIf(value = "org.healthpassport.aggregates.DockerEngine#isThere", disabledReason = "no Docker engine")
class AggregatesOnMongoDbTest extends AggregatesTest {
    private StoreAndBus onMongoDb;

    @Override
    StoreAndBus open() {
        onMongoDb = StoreAndBus.onMongoDb();
        return onMongoDb;
    }

    @AfterAll
    void stop() throws Exception {
        onMongoDb.close();
    }
}
