package org.healthpassport.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.UUID;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreUnavailable;

/** Checks at the start of a service that it may do with an object store what it will have to do. */
public final class StoreCheck {
    private static final int BYTES = 16;

    private StoreCheck() {}

    /**
     * Writes, reads and deletes an object {@code checks/<random>}.
     *
     * @throws org.healthpassport.vault.object.ObjectStoreFailure when the store does not allow it, or cannot be reached
     */
    public static void requireWritable(ObjectStore store) {
        String name = "checks/" + UUID.randomUUID();
        byte[] bytes = new byte[BYTES];
        store.putIfAbsent(name, Channels.newChannel(new ByteArrayInputStream(bytes)), BYTES, Sha256.of(bytes));
        try (SeekableByteChannel written = store.open(name)) {
            if (written.read(ByteBuffer.allocate(BYTES)) <= 0) {
                throw new StoreUnavailable(
                        "Expected the object store to give what it was given, but it gives nothing.", null);
            }
        } catch (IOException e) {
            throw new StoreUnavailable("Expected the object store to give what it was given, but it failed.", e);
        } finally {
            store.delete(name);
        }
    }

    /** Looks for an object that does not exist, which needs the right to read. */
    public static void requireReadable(ObjectStore store) {
        store.find("checks/" + UUID.randomUUID());
    }
}
