package org.healthpassport.aggregates;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same on a real MongoDB, where there is a Docker engine. */
@EnabledIf(value = "org.healthpassport.aggregates.DockerEngine#isThere", disabledReason = "no Docker engine")
class AggregatesOnMongoDbTest extends AggregatesTest {

    @Override
    StoreAndBus open() {
        return StoreAndBus.onMongoDb();
    }
}
