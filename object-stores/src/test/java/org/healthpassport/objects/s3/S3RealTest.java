package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract with a real store: {@code REAL_S3_URL} names its bucket, which must be empty, as {@code STORAGE_URL} does.
 * The credentials have their usual names.
 */
@Tag("real-store")
class S3RealTest extends ObjectStoreContract {
    private static final String URL = System.getenv("REAL_S3_URL");

    @BeforeAll
    static void requireEmptyBucket() {
        if (URL == null) {
            System.out.println("Skipped: S3RealTest, as REAL_S3_URL names no bucket");
            Assumptions.abort("REAL_S3_URL names no bucket");
        }
        try (ObjectStore store = opened()) {
            assertThat(names(store))
                    .as("a bucket of documents is no place for tests, which empty it")
                    .isEmpty();
        }
    }

    @AfterEach
    void empty() {
        try (ObjectStore again = opened()) {
            names(again).forEach(again::delete);
        }
    }

    @Override
    protected ObjectStore openStore() {
        return opened();
    }

    @Test
    void shouldSayWhetherCreatingIsAtomic() {
        // when
        put("d1", bytes(1, 10));

        // then
        System.out.printf(
                "%s: conditions of writes are %s%n",
                store.label(), store.abilities().atomicCreate() ? "honoured" : "ignored");
        assertThat(store.find("d1")).isPresent();
    }

    private static ObjectStore opened() {
        return ObjectStores.open(StoreUrl.of("REAL_S3_URL", URI.create(URL)), System::getenv);
    }

    private static List<String> names(ObjectStore store) {
        try (var listed = store.list("")) {
            return listed.map(ListedObject::name).toList();
        }
    }
}
