package org.healthpassport.objects.remote;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;

/**
 * Creates an object unless there is one: looks, writes, and looks again wherever the writing alone does not prove that it
 * was this one. The digest of the ciphertext, which the store keeps beside the object, tells equal bytes from others.
 */
public final class Creation {
    private Creation() {}

    /** Writes an object to the store; whether the store checks that there is none is the store's own matter. */
    @FunctionalInterface
    public interface Writer {

        /**
         * Writes to the end of the stream, and returns when the object is durable.
         *
         * @return false if the store answered that there is an object of that name, which it left as it was
         */
        boolean write(SourceStream bytes) throws IOException;
    }

    /** As {@link ObjectStore#putIfAbsent}, by a store's own way to look and to write. */
    public static StoredObject create(
            ObjectStore store,
            String name,
            ReadableByteChannel ciphertext,
            long sizeBytes,
            byte[] sha256,
            Writer writer) {
        if (sizeBytes < 0 || sizeBytes > store.abilities().maxObjectBytes() || sha256.length != Sha256.BYTES) {
            throw new IllegalArgumentException(
                    "Expected at most %d bytes and a SHA-256, but there are %d bytes and a digest of %d."
                            .formatted(store.abilities().maxObjectBytes(), sizeBytes, sha256.length));
        }
        Optional<StoredObject> earlier = store.find(name);
        if (earlier.isPresent()) {
            return same(earlier.get(), sizeBytes, sha256);
        }
        boolean created = written(writer, new SourceStream(ciphertext, sizeBytes, sha256));
        if (created && store.abilities().atomicCreate()) {
            return new StoredObject(name, sizeBytes, sha256);
        }
        return same(
                store.find(name)
                        .orElseThrow(() -> new StoreUnavailable(
                                "Expected the object that was just written, but it was deleted at the same time.",
                                null)),
                sizeBytes,
                sha256);
    }

    private static boolean written(Writer writer, SourceStream bytes) {
        try {
            bytes.requireEndIfEmpty();
            return writer.write(bytes);
        } catch (IOException e) {
            bytes.rethrow();
            throw StoreStatus.unreachable(e);
        } catch (RuntimeException e) {
            bytes.rethrow();
            throw e;
        }
    }

    private static StoredObject same(StoredObject found, long sizeBytes, byte[] sha256) {
        if (!found.holds(sizeBytes, sha256)) {
            throw new ObjectConflict(
                    "Expected to store object %s, but an object of that name has other bytes.".formatted(found.name()));
        }
        return found;
    }
}
