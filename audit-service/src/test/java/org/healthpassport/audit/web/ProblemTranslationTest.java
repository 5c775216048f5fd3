package org.healthpassport.audit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.healthpassport.audit.problem.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTranslationTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new MongoTimeoutException("no server"), ProblemType.UNAVAILABLE),
                arguments(refusal(14_031), ProblemType.UNAVAILABLE),
                arguments(refusal(13), ProblemType.UNAVAILABLE),
                arguments(refusal(4_711), ProblemType.UNAVAILABLE),
                arguments(new IOException("away", refusal(50)), ProblemType.UNAVAILABLE),
                arguments(new IOException("No space left on device"), ProblemType.UNAVAILABLE),
                arguments(new TimeoutException(), ProblemType.UNAVAILABLE),
                arguments(new RejectedExecutionException(), ProblemType.UNAVAILABLE),
                arguments(refusal(2), ProblemType.INTERNAL_ERROR),
                arguments(new IllegalStateException(), ProblemType.INTERNAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTellADependencyThatIsAwayFromABug(Throwable failure, ProblemType expected) {
        assertThat(ProblemTranslation.translate(failure).type()).isEqualTo(expected);
    }

    private static MongoCommandException refusal(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code)), new ServerAddress());
    }
}
