package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.UUID;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that looks at no condition, below a path; Supabase is such a one for writes. */
class S3StoreWithoutConditionsTest extends ObjectStoreContract {
    @TempDir
    static Path folder;

    static S3Standin standin;

    private final String bucket = "documents-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        standin = S3Standin.startWithoutConditions(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        standin.close();
    }

    @Override
    protected ObjectStore openStore() {
        standin.createBucket(bucket);
        return S3Stores.open("s3://" + bucket + "?endpoint=" + standin.url(), standin.environment(), S3Stores.PATIENT);
    }

    @Test
    void shouldFindOutThatCreatingIsNotAtomic() throws IOException {
        // given
        byte[] bytes = bytes(1, 9 * 1024 * 1024);

        // when
        put("d1", bytes);

        // then
        assertThat(store.abilities().atomicCreate()).isFalse();
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(() -> put("d1", bytes(2, 9 * 1024 * 1024)));
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 9 * 1024 * 1024})
    void shouldRecogniseItsOwnObjectAfterTheAnswerWasLost(int size) throws IOException {
        // given
        byte[] bytes = bytes(1, size);
        try (FaultyLine line = FaultyLine.to(standin.port())) {
            LostAnswer lost = new LostAnswer(line, "d1");
            String url = "s3://" + bucket + "?endpoint=" + standin.urlThrough(line.port());
            try (ObjectStore unlucky = S3Stores.open(url, standin.environment(), S3Stores.PATIENT, lost::addTo)) {

                // when
                unlucky.putIfAbsent("d1", Channels.newChannel(new ByteArrayInputStream(bytes)), size, Sha256.of(bytes));
            }

            // then
            assertThat(lost.happened()).isTrue();
            assertThat(read(store, "d1")).isEqualTo(bytes);
        }
    }
}
