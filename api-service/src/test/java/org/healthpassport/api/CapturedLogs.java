package org.healthpassport.api;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/** Everything that is logged, stack traces included. */
final class CapturedLogs extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    ApplicationListener<ApplicationPreparedEvent> attachedWhenLoggingIsUp() {
        return event -> {
            LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
            setContext(logging);
            start();
            logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        };
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }
}
