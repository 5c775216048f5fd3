package org.healthpassport.vault.object;

import java.net.URI;
import java.time.Clock;
import org.healthpassport.vault.durable.FileUrl;

/** Opens the object store that the setting {@code STORAGE_URL} names. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens the store; a folder is made where it is missing.
     *
     * @param storageUrl {@code file:/var/lib/health-passport/objects}, or {@code file:./data/objects} relative to the
     *     working folder
     * @throws IllegalArgumentException when no store goes by such a URL; the message names the setting
     */
    public static ObjectStore open(URI storageUrl) {
        return new FileSystemObjectStore(FileUrl.toPath(storageUrl, "STORAGE_URL"), Clock.systemUTC());
    }
}
