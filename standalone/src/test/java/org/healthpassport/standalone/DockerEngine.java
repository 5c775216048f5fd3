package org.healthpassport.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** The Docker engine that Testcontainers needs. */
final class DockerEngine {
    private static final Path USUAL_SOCKET = Path.of("/var/run/docker.sock");

    private DockerEngine() {}

    /** True if there is a Docker engine; prints a line if there is none. */
    static boolean isThere() {
        // Asks Testcontainers only if an engine is likely, because its search logs many warnings.
        boolean possible = System.getenv("DOCKER_HOST") != null || Files.exists(USUAL_SOCKET);
        boolean there = possible && DockerClientFactory.instance().isDockerAvailable();
        if (!there) {
            System.out.println(
                    "Skipped: no journey over a real Kafka and a real MongoDB, as no Docker engine answers at DOCKER_HOST or "
                            + USUAL_SOCKET + '.');
        }
        return there;
    }
}
