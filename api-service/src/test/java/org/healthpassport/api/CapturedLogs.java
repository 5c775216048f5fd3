package org.healthpassport.api;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/** Everything that is logged, stack traces included. */
final class CapturedLogs extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new ArrayList<>();

    ApplicationListener<ApplicationPreparedEvent> attachedWhenLoggingIsUp() {
        return event -> {
            LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
            setContext(logging);
            start();
            logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        };
    }

    /** The number of lines so far. */
    synchronized int size() {
        return lines.size();
    }

    /** The log after so many lines. */
    synchronized String textAfter(int first) {
        return String.join("\n", lines.subList(first, lines.size()));
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }
}
