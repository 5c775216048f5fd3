package org.healthpassport.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mongodb.MongoDBContainer;
import org.yaml.snakeyaml.Yaml;

/** A broker and a store in containers, with the images of {@code docker-compose.yml}. */
final class KafkaAndMongoDb implements AutoCloseable {
    private final KafkaContainer kafka = new KafkaContainer(image("kafka"));
    private final MongoDBContainer mongoDb = new MongoDBContainer(image("mongodb")).withReplicaSet();

    /** Starts both and returns the settings with their addresses. */
    Map<String, String> start() {
        Startables.deepStart(kafka, mongoDb).join();
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                // Testcontainers puts the listener's name before the address.
                kafka.getBootstrapServers().replaceFirst("^[A-Z]+://", ""),
                "MONGODB_URI",
                mongoDb.getReplicaSetUrl("healthpassport"));
    }

    @Override
    public void close() {
        kafka.stop();
        mongoDb.stop();
    }

    private static String image(String service) {
        try {
            Map<String, Map<String, Map<String, String>>> file =
                    new Yaml().load(Files.readString(ServiceSettings.REPOSITORY.resolve("docker-compose.yml")));
            return file.get("services").get(service).get("image");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
