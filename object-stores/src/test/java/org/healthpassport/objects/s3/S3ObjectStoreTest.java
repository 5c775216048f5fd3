package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.objects.remote.RemoteObjectStoreContract;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest extends RemoteObjectStoreContract {
    @TempDir
    static Path folder;

    static S3Standin standin;
    static FaultyLine line;

    private final String bucket = "documents-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        standin = S3Standin.start(folder);
        line = FaultyLine.to(standin.port());
    }

    @AfterAll
    static void stop() throws IOException {
        line.close();
        standin.close();
    }

    @Override
    protected ObjectStore openStore() {
        standin.createBucket(bucket);
        return open(standin.environment());
    }

    @Override
    protected FaultyLine line() {
        return line;
    }

    @Override
    protected ObjectStore openWithWrongCredentials() {
        return open(Map.of("AWS_ACCESS_KEY_ID", "stand-in", "AWS_SECRET_ACCESS_KEY", "another secret")::get);
    }

    @Test
    void shouldFindOutThatCreatingIsAtomic() {
        // given
        assertThat(store.abilities().atomicCreate()).isFalse();

        // when
        put("d1", bytes(1, 10));

        // then
        assertThat(store.abilities().atomicCreate()).isTrue();
    }

    private ObjectStore open(StoreEnvironment environment) {
        return S3Stores.open(
                "s3://" + bucket + "?endpoint=" + standin.urlThrough(line.port()), environment, S3Stores.SHORT);
    }
}
