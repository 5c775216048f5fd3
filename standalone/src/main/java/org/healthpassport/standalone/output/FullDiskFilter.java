package org.healthpassport.standalone.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.stream.Stream;

/** Drops Kafka's log messages about a full disk: dozens of stack traces. The launcher reports it in one line. */
public final class FullDiskFilter extends Filter<ILoggingEvent> {
    private static final int DEEPEST_CAUSE = 16;
    private static final List<String> KAFKA = List.of("kafka.", "org.apache.kafka.", "state.change.");
    private static final List<String> WORDS =
            List.of("No space left on device", "File too large", "Disk quota exceeded", "not enough space on the disk");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return KAFKA.stream().anyMatch(event.getLoggerName()::startsWith) && isOfAFullDisk(event.getThrowableProxy())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isOfAFullDisk(IThrowableProxy failure) {
        return Stream.iterate(failure, cause -> cause != null, IThrowableProxy::getCause)
                .limit(DEEPEST_CAUSE)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> WORDS.stream().anyMatch(message::contains));
    }
}
