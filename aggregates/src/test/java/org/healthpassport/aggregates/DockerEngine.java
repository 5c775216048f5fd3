package org.healthpassport.aggregates;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** The Docker engine that Testcontainers needs. */
public final class DockerEngine {
    private static final Path USUAL_SOCKET = Path.of("/var/run/docker.sock");

    private DockerEngine() {}

    /** Prints a line if there is none. */
    public static boolean isThere() {
        // Asked only if there can be one, as Testcontainers' search logs long warnings.
        boolean possible = System.getenv("DOCKER_HOST") != null || Files.exists(USUAL_SOCKET);
        boolean there = possible && DockerClientFactory.instance().isDockerAvailable();
        if (!there) {
            System.out.println("Skipped: no test on a real MongoDB, as no Docker engine answers at DOCKER_HOST or "
                    + USUAL_SOCKET + '.');
        }
        return there;
    }
}
