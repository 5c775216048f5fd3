package org.healthpassport.standalone;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs the same tests on a real Kafka and a real MongoDB, if there is a Docker engine. */
@EnabledIf(value = "org.healthpassport.standalone.DockerEngine#isThere", disabledReason = "no Docker engine")
class DocumentJourneyOnContainersTest extends DocumentJourneyTest {
    private final KafkaAndMongoDb containers = new KafkaAndMongoDb();

    @Override
    Map<String, String> surroundings() {
        return containers.start();
    }

    @AfterAll
    void stopContainers() {
        containers.close();
    }
}
