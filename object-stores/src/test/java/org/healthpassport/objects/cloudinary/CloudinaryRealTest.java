package org.healthpassport.objects.cloudinary;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract against Cloudinary itself, in a random folder of the environment that {@code REAL_CLOUDINARY_URL} names
 * ({@code cloudinary://<key>:<secret>@<cloud>}), and at {@code CLOUDINARY_UPLOAD_PREFIX} if that is set. It deletes what it
 * made. It takes about 80 calls of the Admin API.
 */
@Tag("real-store")
class CloudinaryRealTest extends ObjectStoreContract {
    private static final String SETTING = "REAL_CLOUDINARY_URL";

    private final String folder = "test-" + UUID.randomUUID().toString().substring(0, 13);

    @BeforeAll
    static void requireAnEnvironment() {
        if (System.getenv(SETTING) == null) {
            System.out.println("Cloudinary itself was left out, as " + SETTING + " is not set.");
        }
        Assumptions.assumeTrue(System.getenv(SETTING) != null, SETTING + " is not set");
    }

    @Override
    protected ObjectStore openStore() {
        // The contract asks for 10 MiB, which the free plan has less the header; its largest object has 8 MiB.
        return ObjectStores.open(
                StoreUrl.of(SETTING, URI.create(System.getenv(SETTING) + "?maxBytes=20000000&folder=" + folder)),
                System::getenv);
    }

    @AfterEach
    void clean() {
        List<String> names = store.list("").map(ListedObject::name).toList();
        names.forEach(store::delete);
    }
}
