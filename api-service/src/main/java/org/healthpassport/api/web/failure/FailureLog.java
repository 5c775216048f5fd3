package org.healthpassport.api.web.failure;

import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;

/**
 * Logs failures that nobody expected: classes and places only, as messages of foreign code can quote what a patient
 * sent. That a client went away is no failure of ours and is told at DEBUG; so is what is wrong with a request whose
 * end came before. Failures that Reactor has nobody left to tell of are logged here too.
 */
@Component
final class FailureLog implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
    private static final int LOGGED_FRAMES = 16;

    @Override
    public void afterPropertiesSet() {
        Hooks.onErrorDropped(FailureLog::reportDropped);
    }

    @Override
    public void destroy() {
        Hooks.resetOnErrorDropped();
    }

    /** The parser of forms tells of a malformed one twice: the first is answered, the second comes here. */
    private static void reportDropped(Throwable failure) {
        String what = "Something after the end of a request";
        if (failure == Exceptions.TERMINATED) {
            // Reactor's own mark of what has failed already, and was told of then.
            log.debug("{} failed once more", what);
        } else if (failure instanceof DecodingException || failure instanceof DataBufferLimitException) {
            log.debug("{} was malformed: {}", what, failure.getClass().getName());
        } else {
            report(what, failure);
        }
    }

    static void report(String what, Throwable failure) {
        if (isClientGone(failure) || failure instanceof ProblemException) {
            log.debug("{} ended: {}", what, failure.getClass().getName());
        } else {
            log.error("{} failed: {}", what, withoutMessages(failure));
        }
    }

    /** Tells what our own store or broker failed with, in a line: an outage fails many requests. */
    static void reportDependency(String what, Throwable failure) {
        FailureKind kind = Failures.kindOf(failure);
        if (isClientGone(failure) || kind == FailureKind.RECORD || kind == FailureKind.UNEXPECTED) {
            return;
        }
        String classes = ProblemTranslation.causes(failure).stream()
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(", caused by "));
        if (kind == FailureKind.TRANSIENT) {
            log.warn("{} met a dependency that is away: {}", what, classes);
        } else {
            log.error("{} met a dependency that needs its operator, {}: {}", what, kind, classes);
        }
    }

    /** A reset comes bare; what our own connections to others throw is wrapped by their drivers. */
    private static boolean isClientGone(Throwable failure) {
        return failure instanceof SocketException || DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private static String withoutMessages(Throwable failure) {
        return ProblemTranslation.causes(failure).stream()
                .map(cause -> cause.getClass().getName()
                        + Arrays.stream(cause.getStackTrace())
                                .limit(LOGGED_FRAMES)
                                .map(frame -> "\n\tat " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\nCaused by: "));
    }
}
