package org.healthpassport.api.problem;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Tells failures that pass once MongoDB or Kafka is back from those that do not. */
public final class DependencyAway {
    /** Deeper than any real chain of causes; bounds those that go in circles. */
    private static final int DEEPEST_CAUSE = 16;

    private DependencyAway() {}

    /** Whether the failure, or one that it was caused by, is of a dependency that is away or changing its primary. */
    public static boolean caused(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(DependencyAway::is);
    }

    /** Whether the failure itself is of that kind. */
    public static boolean is(Throwable failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof MongoTimeoutException
                || failure instanceof MongoExecutionTimeoutException
                || failure instanceof MongoSocketException
                || failure instanceof MongoNotPrimaryException
                || failure instanceof MongoNodeIsRecoveringException
                || failure instanceof RetriableException
                || failure instanceof TimeoutException;
    }
}
