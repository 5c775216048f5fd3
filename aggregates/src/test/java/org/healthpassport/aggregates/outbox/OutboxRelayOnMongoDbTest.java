package org.healthpassport.aggregates.outbox;

import org.healthpassport.aggregates.StoreAndBus;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same on a real MongoDB, where there is a Docker engine. */
@EnabledIf(value = "org.healthpassport.aggregates.DockerEngine#isThere", disabledReason = "no Docker engine")
class OutboxRelayOnMongoDbTest extends OutboxRelayTest {

    @Override
    StoreAndBus open() {
        return StoreAndBus.onMongoDb();
    }
}
