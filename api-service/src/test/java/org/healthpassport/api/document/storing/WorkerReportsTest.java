package org.healthpassport.api.document.storing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.aggregates.waiting.WorkerReports;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.sharing.SharingRefusal;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.UnknownKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import reactor.core.publisher.Mono;

class WorkerReportsTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(refusalOfMongo(14_031), FailureKind.STORAGE_FULL),
                arguments(refusalOfMongo(50), FailureKind.TRANSIENT),
                arguments(refusalOfMongo(4_711), FailureKind.TRANSIENT),
                arguments(refusalOfMongo(13), FailureKind.CONFIGURATION),
                arguments(new SharingRefusal.Contended().asException(), FailureKind.TRANSIENT),
                // The report may be forged, or the document may have changed: nobody can tell here.
                arguments(new DocumentRefusal.OtherBytesReported().asException(), FailureKind.UNEXPECTED),
                arguments(new SealBroken("Expected a symbol"), FailureKind.UNEXPECTED),
                arguments(cannotBeRead(UnreadableReason.SEAL_BROKEN), FailureKind.UNREADABLE),
                arguments(cannotBeRead(UnreadableReason.OUTDATED), FailureKind.UNREADABLE),
                arguments(cannotBeRead(UnreadableReason.KEYS_BROKEN), FailureKind.UNREADABLE),
                // A wrong key concerns all documents, and its operator mends it.
                arguments(
                        cannotBeRead(UnreadableReason.KEYS_BROKEN, new UnknownKey("Expected a key", new Exception())),
                        FailureKind.UNEXPECTED),
                arguments(new NullPointerException(), FailureKind.UNEXPECTED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldNotBlameAReportForWhatItIsNotToBlameFor(RuntimeException failure, FailureKind expected) {
        // when
        Throwable thrown = catchThrowable(() -> WorkerReports.apply(report(), Mono.error(failure)));

        // then
        assertThat(Failures.kindOf(thrown)).isEqualTo(expected);
    }

    private static RuntimeException cannotBeRead(UnreadableReason reason) {
        return cannotBeRead(reason, null);
    }

    private static RuntimeException cannotBeRead(UnreadableReason reason, Throwable cause) {
        return new UnreadableAlarm(new SimpleMeterRegistry(), Clock.systemUTC())
                .raise(new Unreadable("documents", "document", "patient", reason), cause);
    }

    private static RuntimeException refusalOfMongo(int code) {
        return new UncategorizedMongoDbException(
                "refused",
                new MongoCommandException(
                        new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code)),
                        new ServerAddress()));
    }

    private static Event report() {
        return new Event(
                "event",
                EventType.DOCUMENT_PROCESSED,
                "document",
                Instant.EPOCH,
                "document",
                null,
                "request",
                "cause",
                null,
                EventCodec.encode(new DocumentProcessed(
                        "document",
                        "patient",
                        ProcessingOutcome.STORED,
                        null,
                        "documents/patient/document",
                        1L,
                        ByteBuffer.allocate(32),
                        "file")));
    }
}
