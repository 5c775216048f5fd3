package org.healthpassport.bus.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.healthpassport.bus.ConfigurationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;

@Timeout(60)
class StartWaitTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(StartWait.class);

    @BeforeEach
    void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
    }

    @Test
    void shouldTakeStepsOneAfterAnotherAndWaitForWhatComesLateInOneLine() {
        // given
        List<String> order = new ArrayList<>();
        AwaitedDependency<String> late = new AwaitedDependency<>("MongoDB to answer", () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new MongoTimeoutException("no server yet");
            }
            order.add("late");
            return "there";
        });
        AwaitedDependency<String> next = new AwaitedDependency<>("nothing", () -> {
            order.add("next");
            return "";
        });
        StartWait start = new StartWait(List.of(late, next), LONG, told::add);
        assertThatIllegalStateException().isThrownBy(late::get).withMessageContaining("MongoDB to answer");

        // when
        start.start();

        // then
        assertThat(start.isOver()).isTrue();
        assertThat(late.get()).isEqualTo("there");
        assertThat(order).containsExactly("late", "next");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The start waits for MongoDB to answer, 300 s at most",
                        "The start no longer waits for MongoDB to answer");
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
        StartWaitChanged waits = new StartWaitChanged("MongoDB to answer", false);
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        AvailabilityChangeEvent.class,
                        change -> assertThat(change.getState()).isEqualTo(LivenessState.CORRECT));
        assertThat(told.subList(1, told.size()))
                .containsExactly(waits, waits, waits, new StartWaitChanged("MongoDB to answer", true));
    }

    @Test
    void shouldWarnOnceOfAWaitThatLasts() {
        // given
        AwaitedDependency<String> late = new AwaitedDependency<>("MongoDB to answer", () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new MongoTimeoutException("no server yet");
            }
            return "there";
        });

        // when
        new StartWait(List.of(late), LONG, Duration.ofMillis(100), told::add).start();

        // then
        assertThat(logged.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The start still waits for MongoDB to answer, 300 s at most");
    }

    @Test
    void shouldFailWithWhatDidNotComeWhenThePatienceEnds() {
        // given
        StartWait start = new StartWait(List.of(failing(new IOException("away"))), Duration.ofSeconds(1), told::add);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(start::start)
                .withMessageStartingWith("Expected MongoDB to answer within 1 s of the start, but it did not")
                .withNoCause();
        assertThat(attempts).hasValueBetween(2, 4);
        assertThat(start.isOver()).isFalse();
    }

    static Stream<Exception> shouldEndAtOnceWhereNoWaitingHelps() {
        MongoCommandException refusal = new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(18))
                        .append("errmsg", new BsonString("Authentication failed.")),
                new ServerAddress());
        return Stream.of(
                refusal,
                new MongoSecurityException(
                        MongoCredential.createCredential("user", "db", "secret".toCharArray()), "refused", refusal),
                new IOException("Expected MongoDB to answer, but it failed", refusal),
                new SaslAuthenticationException("refused"),
                new ConfigurationFailure("Expected another key"),
                new IllegalStateException("Expected the keys, but these are gone: kek-qr.json"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldEndAtOnceWhereNoWaitingHelps(Exception failure) {
        // given
        StartWait start = new StartWait(List.of(failing(failure)), LONG, told::add);

        // when, then
        assertThatThrownBy(start::start)
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageStartingWith("Expected ")
                .hasStackTraceContaining(failure.getMessage());
        assertThat(attempts).hasValue(1);
        assertThat(logged.list).isEmpty();
    }

    @Test
    void shouldEndWhenItsThreadIsInterruptedAsByAContextThatIsClosed() {
        // given
        StartWait start = new StartWait(List.of(failing(new IOException("away"))), LONG, told::add);
        Thread[] starting = new Thread[1];
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> {
            starting[0] = Thread.currentThread();
            start.start();
        });
        // As Spring's context asks before it interrupts: without a limit of time.
        await().until(() -> attempts.get() > 0 && starting[0].getState() == Thread.State.WAITING);

        // when
        starting[0].interrupt();

        // then
        await().until(started::isCompletedExceptionally);
        int made = attempts.get();
        await().during(Duration.ofSeconds(1)).until(() -> attempts.get() == made);
    }

    private AwaitedDependency<String> failing(Exception failure) {
        Callable<String> opening = () -> {
            attempts.incrementAndGet();
            throw failure;
        };
        return new AwaitedDependency<>("MongoDB to answer", opening);
    }
}
