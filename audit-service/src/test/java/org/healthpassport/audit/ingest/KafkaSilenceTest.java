package org.healthpassport.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KafkaSilenceTest {
    private final AtomicLong nanoTime = new AtomicLong(-7);
    private final KafkaSilence silence = new KafkaSilence(nanoTime::get);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(KafkaSilence.class);

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
    void shouldAlarmNobodyWhenKafkaIsLate() {
        // when
        for (int i = 0; i < 3; i++) {
            silence.noteSilence(new TimeoutException("within 1105 ms"));
            nanoTime.addAndGet(Duration.ofSeconds(7).toNanos());
            silence.noteAnswer();
            silence.noteAnswer();
        }

        // then
        assertThat(logged.list).hasSize(6).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    @Test
    void shouldWarnOnceOfASilenceThatLasts() {
        // when
        for (int i = 0; i < 10; i++) {
            silence.noteSilence(new TimeoutException("within 1105 ms"));
            nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        }
        silence.noteAnswer();

        // then
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.WARN, Level.INFO);
    }
}
