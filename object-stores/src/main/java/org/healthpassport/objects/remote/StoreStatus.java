package org.healthpassport.objects.remote;

import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** Tells what the HTTP status of a store's answer means to whoever wanted to read or write. */
public final class StoreStatus {
    private StoreStatus() {}

    /**
     * The failure that a status stands for; statuses with a meaning of their own (404, 412) are the caller's.
     *
     * @param cause of a vendor's library; its message stays out of ours, as it may name hosts and keys
     */
    public static ObjectStoreFailure failure(int status, @Nullable Throwable cause) {
        return switch (status) {
            case 401, 403 ->
                new StoreRefused(
                        "Expected the object store to accept this service, but it answered %d.".formatted(status),
                        cause);
            case 408, 425, 429 ->
                new StoreUnavailable("Expected the object store to work, but it answered %d.".formatted(status), cause);
            case 507 -> new StoreFull("Expected room in the object store, but it answered 507.", cause);
            default ->
                status >= 400 && status < 500
                        ? new ObjectRejected(
                                "Expected the object store to take the request, but it answered %d.".formatted(status),
                                cause)
                        : new StoreUnavailable(
                                "Expected the object store to work, but it answered %d.".formatted(status), cause);
        };
    }

    /** The failure of a request that got no answer. */
    public static StoreUnavailable unreachable(Throwable cause) {
        return new StoreUnavailable("Expected an answer of the object store, but there was none.", cause);
    }
}
