package org.healthpassport.objects.firebase;

import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.cloud.storage.StorageRetryStrategy;

/** Tries nothing again. */
final class OneAttempt implements StorageRetryStrategy {
    static final StorageRetryStrategy STRATEGY = new OneAttempt();
    private static final long serialVersionUID = 1L;

    private OneAttempt() {}

    @Override
    public ResultRetryAlgorithm<?> getIdempotentHandler() {
        return Never.AGAIN;
    }

    @Override
    public ResultRetryAlgorithm<?> getNonidempotentHandler() {
        return Never.AGAIN;
    }

    private static final class Never extends BasicResultRetryAlgorithm<Object> {
        private static final Never AGAIN = new Never();

        @Override
        public boolean shouldRetry(Throwable failure, Object answer) {
            return false;
        }
    }
}
