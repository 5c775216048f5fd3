package org.healthpassport.objects.firebase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirebaseEmulatorTest {
    @TempDir
    Path folder;

    @Test
    void shouldSendNoCredentialsToAnEmulator() throws Exception {
        try (FirebaseStandin emulator = FirebaseStandin.startAsEmulator(folder);
                ObjectStore store = ObjectStores.open(
                        StoreUrl.of("STORAGE_URL", URI.create(emulator.storageUrl())), emulator.environment())) {
            // when
            StoreCheck.requireWritable(store);

            // then
            assertThat(emulator.authorizations()).isEmpty();
            assertThat(store.label()).isEqualTo("firebase:" + FirebaseStandin.BUCKET + "@127.0.0.1:" + emulator.port());
        }
    }

    @Test
    void shouldSendATokenOfTheTokenServerElsewhere() throws Exception {
        try (FirebaseStandin standin = FirebaseStandin.start(folder);
                ObjectStore store = ObjectStores.open(
                        StoreUrl.of("STORAGE_URL", URI.create(standin.storageUrl())), standin.environment())) {
            // when
            StoreCheck.requireWritable(store);

            // then
            assertThat(standin.authorizations()).singleElement().asString().startsWith("Bearer ya29.");
        }
    }
}
