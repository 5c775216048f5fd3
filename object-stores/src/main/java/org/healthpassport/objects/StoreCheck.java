package org.healthpassport.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.UUID;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreUnavailable;

/** Finds out with an object {@code checks/<random>} what a service may do with an object store. */
public final class StoreCheck {
    private static final int BYTES = 16;

    private StoreCheck() {}

    /**
     * Writes, reads and deletes an object.
     *
     * @throws ObjectStoreFailure when the store does not allow it, or cannot be reached
     */
    public static void requireWritable(ObjectStore store) {
        String name = name();
        put(store, name);
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

    /**
     * Looks for an object that does not exist, which needs the right to read.
     *
     * @throws ObjectStoreFailure when the store does not allow it, or cannot be reached
     */
    public static void requireReadable(ObjectStore store) {
        store.find(name());
    }

    /**
     * A line for an operator: which store does not allow what, why, and what to check.
     *
     * @param ability such as {@code let this service read}
     */
    public static String advice(ObjectStore store, String ability, ObjectStoreFailure refused) {
        return "Expected the object store %s to %s, but it does not: %s Check that the bucket exists, the credentials, their rights, and the clock of this machine."
                .formatted(store.label(), ability, refused.getMessage());
    }

    /** True if two labels are names of one store, such as a bucket with two addresses: what is put into one is in the other. */
    public static boolean areOne(ObjectStore one, ObjectStore other) {
        String name = name();
        put(one, name);
        try {
            return other.find(name).isPresent();
        } finally {
            one.delete(name);
        }
    }

    private static void put(ObjectStore store, String name) {
        byte[] bytes = new byte[BYTES];
        store.putIfAbsent(name, Channels.newChannel(new ByteArrayInputStream(bytes)), BYTES, Sha256.of(bytes));
    }

    private static String name() {
        return "checks/" + UUID.randomUUID();
    }
}
