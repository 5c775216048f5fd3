package org.healthpassport.objects.firebase;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthpassport.vault.object.StoreUnavailable;

/**
 * Uploads, each by a thread of its own: where a peer takes no more bytes, a write of the Java runtime hangs until TCP
 * gives up, and so does every way to end it.
 */
final class Uploads {
    private final Storage storage;
    private final Duration timeout;

    /** @param timeout the longest time in which an upload may not come forward */
    Uploads(Storage storage, Duration timeout) {
        this.storage = storage;
        this.timeout = timeout;
    }

    /** Returns false if there is an object of that name already. */
    boolean write(BlobInfo info, InputStream bytes) {
        Upload upload = new Upload(storage, info, bytes);
        FutureTask<Boolean> result = new FutureTask<>(upload);
        Thread thread = new Thread(result, "firebase-upload");
        thread.setDaemon(true);
        thread.start();
        try {
            return awaitResult(upload, result);
        } catch (ExecutionException e) {
            throw FirebaseFailure.of(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("Expected an upload to end, but its thread was interrupted.", e);
        } finally {
            upload.abandon();
        }
    }

    private boolean awaitResult(Upload upload, FutureTask<Boolean> result)
            throws ExecutionException, InterruptedException {
        long steps = -1;
        while (steps != upload.steps()) {
            steps = upload.steps();
            try {
                return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Another look at the steps tells whether it came forward.
            }
        }
        throw new StoreUnavailable("Expected an upload to come forward, but the object store takes nothing.", null);
    }
}
