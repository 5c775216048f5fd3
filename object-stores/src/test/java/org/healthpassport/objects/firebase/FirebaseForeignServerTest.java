package org.healthpassport.objects.firebase;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.healthpassport.foreign.ForeignChecks;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a server that others wrote, so that it is not only our reading of Google's API that is tested. */
class FirebaseForeignServerTest extends ObjectStoreContract {
    @TempDir
    static Path folder;

    private static @Nullable FakeGcsServer server;

    private @Nullable String bucket;

    @BeforeAll
    static void start() throws IOException {
        ForeignChecks.require(
                FakeGcsServer.program().isPresent(),
                "there is no fake-gcs-server on the path; install it with Go: go install github.com/fsouza/fake-gcs-server@v1.56.1");
        server = FakeGcsServer.start(FakeGcsServer.program().orElseThrow(), folder);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore openStore() {
        if (bucket == null) {
            bucket = "contract-" + UUID.randomUUID();
            try {
                server.createBucket(bucket);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return new FirebaseObjectStore(new FirebaseSettings(
                bucket,
                URI.create(server.url()),
                true,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                Duration.ofSeconds(5)));
    }
}
