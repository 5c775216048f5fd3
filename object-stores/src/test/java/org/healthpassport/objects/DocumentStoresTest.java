package org.healthpassport.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoresTest {
    private static final StoreEnvironment NOTHING_SET = name -> null;

    @TempDir
    private Path folder;

    @Test
    void shouldOpenTheFolderOfAUrl() throws IOException {
        try (DocumentStores stores =
                DocumentStores.open(StorageSettings.of(folder.toUri(), null, List.of()), NOTHING_SET)) {
            ObjectStore store = stores.forNew(100).orElseThrow();
            StoreCheck.requireWritable(store);
            StoreCheck.requireReadable(store);
            assertThat(store.list("")).isEmpty();
            assertThat(stores.labelled(FileSystemObjectStore.LABEL)).contains(store);
            assertThat(stores.labelled("s3:documents")).isEmpty();
            assertThat(stores.all()).containsExactly(store);
            assertThat(stores.forNew(stores.maxObjectBytes())).contains(store);
            assertThat(stores.forNew(stores.maxObjectBytes() + 1)).isEmpty();
        }
    }

    @Test
    void shouldKnowTheFolderAmongTheStoresForNewDocuments() {
        // given
        URI bucket = URI.create("s3://documents");

        // then
        assertThat(StorageSettings.of(folder.toUri(), null, List.of()).folder()).contains(folder);
        assertThat(StorageSettings.of(bucket, folder.toUri(), List.of()).folder())
                .contains(folder);
        assertThat(StorageSettings.of(bucket, null, List.of(folder.toUri())).folder())
                .isEmpty();
        assertThat(StorageSettings.of(bucket, null, List.of()).folder()).isEmpty();
    }

    @Test
    void shouldRefuseTwoStoresOfOneLabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentStores.open(
                        StorageSettings.of(
                                folder.resolve("one").toUri(),
                                null,
                                List.of(folder.resolve("two").toUri())),
                        NOTHING_SET))
                .withMessageContaining("STORAGE_FORMER_URLS")
                .withMessageContaining("file");
    }

    @Test
    void shouldNameTheSettingWhenThereIsNoSuchStore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentStores.open(
                        StorageSettings.of(folder.toUri(), URI.create("ftp://user:hunter2@host/objects"), List.of()),
                        NOTHING_SET))
                .withMessageContaining("STORAGE_OVERFLOW_URL")
                .withMessageContaining("ftp:")
                .withMessageNotContaining("hunter2");
    }
}
