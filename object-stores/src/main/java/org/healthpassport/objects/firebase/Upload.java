package org.healthpassport.objects.firebase;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.healthpassport.vault.object.StoreUnavailable;

/** A resumable upload, which Google turns into an object when its last chunk has come, unless there is one. */
final class Upload implements Callable<Boolean> {
    /** A round trip each, and held in memory; a multiple of 256 KiB, as Google demands. */
    private static final int CHUNK_BYTES = 4 * 1024 * 1024;

    private static final int COPY_BYTES = 64 * 1024;

    private final Storage storage;
    private final BlobInfo info;
    private final InputStream bytes;
    private volatile long steps;
    private volatile boolean abandoned;

    Upload(Storage storage, BlobInfo info, InputStream bytes) {
        this.storage = storage;
        this.info = info;
        this.bytes = bytes;
    }

    /** Returns false if there is an object of that name already. */
    @Override
    public Boolean call() throws IOException {
        try {
            // Closing completes the object, so that a failure leaves the channel open; it holds nothing but memory.
            WriteChannel upload = storage.writer(info, BlobWriteOption.doesNotExist());
            upload.setChunkSize(CHUNK_BYTES);
            copyTo(upload);
            upload.close();
            return true;
        } catch (IOException | RuntimeException e) {
            if (FirebaseFailure.isPreconditionFailed(e)) {
                return false;
            }
            if (FirebaseFailure.isSessionGone(e) && steps * COPY_BYTES > CHUNK_BYTES) {
                throw new StoreUnavailable(
                        "Expected Google to know the upload that it has begun, but it forgot it.",
                        new WithoutMessage(e));
            }
            throw e;
        }
    }

    /** Grows as long as the upload comes forward. */
    long steps() {
        return steps;
    }

    /** Keeps it from reading on and from being completed, once the call ends in which it hangs. */
    void abandon() {
        abandoned = true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void copyTo(WriteChannel upload) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        for (int read = next(buffer); read >= 0; read = next(buffer)) {
            ByteBuffer some = ByteBuffer.wrap(buffer, 0, read);
            while (some.hasRemaining()) {
                upload.write(some);
            }
            steps++;
        }
    }

    private int next(byte[] buffer) throws IOException {
        if (abandoned) {
            throw new IOException("Expected to go on with an upload, but nobody waits for it.");
        }
        return bytes.read(buffer);
    }
}
