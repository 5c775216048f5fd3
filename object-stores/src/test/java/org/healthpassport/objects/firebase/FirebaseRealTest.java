package org.healthpassport.objects.firebase;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract with Google itself, in a bucket that is empty at first and is emptied again: {@code
 * REAL_FIREBASE_URL=firebase://<bucket>}, and credentials as for a deployment.
 */
@Tag("real-store")
class FirebaseRealTest extends ObjectStoreContract {
    private static final String URL = "REAL_FIREBASE_URL";

    @BeforeAll
    static void requireAnEmptyBucket() {
        String url = System.getenv(URL);
        if (url == null) {
            System.out.println("Skipped: %s names no empty bucket to test Firebase Storage itself".formatted(URL));
        }
        assumeTrue(url != null, "no real bucket");
        try (ObjectStore store = open(url)) {
            assumeTrue(names(store).isEmpty(), "The bucket is not empty, and this test deletes everything in it");
        }
    }

    @AfterEach
    void empty() {
        try (ObjectStore store = openStore()) {
            names(store).forEach(store::delete);
        }
    }

    @Override
    protected ObjectStore openStore() {
        return open(System.getenv(URL));
    }

    private static ObjectStore open(String url) {
        return ObjectStores.open(StoreUrl.of(URL, URI.create(url)), System::getenv);
    }

    private static List<String> names(ObjectStore store) {
        try (Stream<ListedObject> listed = store.list("")) {
            return listed.map(ListedObject::name).toList();
        }
    }
}
