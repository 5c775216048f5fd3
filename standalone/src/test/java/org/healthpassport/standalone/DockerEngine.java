package org.healthpassport.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** What Testcontainers needs. */
final class DockerEngine {
    private static final Path USUAL_SOCKET = Path.of("/var/run/docker.sock");

    private DockerEngine() {}

    /** Says on standard output if not. */
    static boolean isThere() {
        // Asked only where one can be: the search of Testcontainers warns at length.
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
