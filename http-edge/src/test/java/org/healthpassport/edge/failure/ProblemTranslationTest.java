package org.healthpassport.edge.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.codec.DecodingException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import org.springframework.web.server.ServerWebInputException;

class ProblemTranslationTest {
    private static final ProblemTranslation TRANSLATION = new ProblemTranslation(List.of());

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(refusal(14_031), ProblemType.STORAGE_FULL),
                arguments(new IOException("No space left on device"), ProblemType.STORAGE_FULL),
                arguments(refusal(13), ProblemType.UNAVAILABLE),
                arguments(refusal(50), ProblemType.UNAVAILABLE),
                arguments(refusal(10_107), ProblemType.UNAVAILABLE),
                arguments(refusal(4_711), ProblemType.UNAVAILABLE),
                arguments(
                        new DataAccessResourceFailureException("away", new MongoTimeoutException("no server")),
                        ProblemType.UNAVAILABLE),
                arguments(new TopicAuthorizationException("topic"), ProblemType.UNAVAILABLE),
                arguments(new MongoTimeoutException("no server"), ProblemType.UNAVAILABLE),
                arguments(new IOException("away", refusal(50)), ProblemType.UNAVAILABLE),
                arguments(new TimeoutException(), ProblemType.UNAVAILABLE),
                arguments(new RejectedExecutionException(), ProblemType.UNAVAILABLE),
                arguments(refusal(2), ProblemType.INTERNAL_ERROR),
                arguments(new NullPointerException(), ProblemType.INTERNAL_ERROR),
                arguments(new IllegalStateException(), ProblemType.INTERNAL_ERROR),
                arguments(
                        new IllegalStateException(
                                Problem.of(ProblemType.GONE, "Deleted.").asException()),
                        ProblemType.GONE),
                arguments(
                        new ServerWebInputException(
                                "body", null, new DecodingException("JSON", new IOException("end of input"))),
                        ProblemType.MALFORMED_REQUEST));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTellWhoseFaultItIs(Throwable failure, ProblemType expected) {
        assertThat(TRANSLATION.translate(failure).type()).isEqualTo(expected);
    }

    @Test
    void shouldSayWhenToComeBack() {
        assertThat(TRANSLATION.translate(refusal(4_711)).retryAfter()).isNotNull();
        assertThat(TRANSLATION.translate(refusal(14_031)).retryAfter()).isNotNull();
        assertThat(TRANSLATION.translate(refusal(14_031)).detail()).contains("full");
    }

    private static Throwable refusal(int code) {
        return new UncategorizedMongoDbException("refused", new MongoCommandException(answer(code), server()));
    }

    private static BsonDocument answer(int code) {
        return new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code));
    }

    private static ServerAddress server() {
        return new ServerAddress();
    }
}
