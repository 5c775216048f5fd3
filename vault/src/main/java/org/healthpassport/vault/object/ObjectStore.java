package org.healthpassport.vault.object;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores the ciphertext of documents, on a disk or with a provider. Calls block. Names are lower-case segments joined
 * by slashes ({@code documents/0198c7a2}); another name is an {@link IllegalArgumentException}. Every call may throw
 * {@link StoreUnavailable} or {@link StoreRefused}, and {@link ObjectRejected} where the store answers that this object
 * will never do. Safe for use by many threads and processes.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * The name by which documents remember that they lie here, such as {@code s3:documents@storage.example.org}. It holds no
     * secret and does not change when credentials do.
     */
    String label();

    /** The things that this store can do, and its limits. */
    StoreAbilities abilities();

    /**
     * Stores an object unless there is one of that name. The object is durable when this returns and nobody ever sees a
     * part of it. Repeating it with the same bytes succeeds, even if another process stored them first.
     *
     * <p>Where {@link StoreAbilities#atomicCreate} is false, two writers of different bytes at the same moment may both be
     * told that they succeeded; whoever repeats the loser's call is told of the conflict.
     *
     * @param ciphertext a blocking channel; it is read to its end unless the object is there already, never closed
     * @param sizeBytes the number of bytes to come
     * @param sha256 their digest
     * @throws ObjectConflict when there is an object of that name with other bytes
     * @throws DamagedObject when size or digest are not as announced; nothing is stored
     */
    StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256);

    /**
     * Opens the object for reading from any position; the caller closes it. Reads fail with an {@link
     * java.io.IOException}.
     *
     * @throws ObjectMissing when there is none
     * @throws DamagedObject if the stored object is not whole
     */
    SeekableByteChannel open(String name);

    /**
     * The description of the object, if there is one.
     *
     * @throws DamagedObject if the stored object is not whole
     */
    Optional<StoredObject> find(String name);

    /** Deletes the object; succeeds as well when there is none. A read under way may go on or fail. */
    void delete(String name);

    /**
     * Lists the objects whose names begin with a prefix, in no order; pages are fetched as they are consumed. The caller
     * closes the stream. Objects that come or go meanwhile may be missing. The stream fails like any other call.
     *
     * @param prefix whole segments, ending with a slash ({@code documents/}); empty for all objects
     * @throws UnsupportedOperationException where {@link StoreAbilities#listing} is false
     */
    Stream<ListedObject> list(String prefix);

    /** Releases connections and threads; no call may follow. */
    @Override
    void close();
}
