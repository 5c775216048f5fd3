package org.healthpassport.objects.firebase;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthpassport.objects.remote.StoreStatus;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreRefused;

/** Tells what a failure of Google's libraries means. */
final class FirebaseFailure {
    private static final int PAYMENT_REQUIRED = 402;
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private FirebaseFailure() {}

    /** Calls the library, whose failures become ours. */
    static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    /** True if the store answered that the object is there already. */
    static boolean isPreconditionFailed(Throwable failure) {
        return statusOfStore(failure) == PRECONDITION_FAILED;
    }

    /** True if the store answered that there is no such bucket or upload; only the caller knows which. */
    static boolean isSessionGone(Throwable failure) {
        int status = statusOfStore(failure);
        return status == NOT_FOUND || status == GONE;
    }

    static ObjectStoreFailure of(Throwable failure) {
        if (failure instanceof ObjectStoreFailure known) {
            return known;
        }
        WithoutMessage cause = new WithoutMessage(failure);
        int ofStore = statusOfStore(failure);
        if (ofStore == NOT_FOUND) {
            return new StoreRefused("Expected the bucket to exist, but Firebase Storage has none of that name.", cause);
        }
        if (ofStore == PAYMENT_REQUIRED) {
            return new StoreRefused(
                    "Expected the plan of the Firebase project to include Storage, but it answered 402; upgrade it to Blaze.",
                    cause);
        }
        if (ofStore > 0) {
            return StoreStatus.failure(ofStore, cause);
        }
        int ofTokenServer = statusOfTokenServer(failure);
        return switch (ofTokenServer) {
            case 0 -> StoreStatus.unreachable(cause);
            case 400, 401, 403, NOT_FOUND ->
                new StoreRefused(
                        "Expected Google to give the service account a token, but it answered %d; check the key file and the clock of this machine."
                                .formatted(ofTokenServer),
                        cause);
            default -> StoreStatus.failure(ofTokenServer, cause);
        };
    }

    private static int statusOfStore(Throwable failure) {
        return causes(failure)
                .filter(StorageException.class::isInstance)
                .map(answered -> ((StorageException) answered).getCode())
                .filter(status -> status > 0)
                .findFirst()
                .orElse(0);
    }

    /** An answer that the library does not count as one of the store. */
    private static int statusOfTokenServer(Throwable failure) {
        return causes(failure)
                .filter(HttpResponseException.class::isInstance)
                .map(answered -> ((HttpResponseException) answered).getStatusCode())
                .findFirst()
                .orElse(0);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
