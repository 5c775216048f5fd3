package org.healthpassport.edge.failure;

import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.edge.problem.ProblemException;
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
 * Logs unexpected failures: classes and stack frames only, as messages of foreign code can quote a patient's data. A
 * client that went away is no failure of ours and is logged at DEBUG; so is a malformed request that was answered
 * already. Failures that reach Reactor with no subscriber left are logged here too.
 */
@Component
final class FailureLog implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
    private static final int LOGGED_FRAMES = 16;

    /** Services of this JVM that run: Reactor has one hook for all of them, and would call it once for each. */
    private static final AtomicInteger running = new AtomicInteger();

    /** Of all services of this JVM that run. */
    private static final List<FailureTranslation> translations = new CopyOnWriteArrayList<>();

    private final List<FailureTranslation> ofService;

    FailureLog(List<FailureTranslation> ofService) {
        this.ofService = ofService;
    }

    @Override
    public void afterPropertiesSet() {
        translations.addAll(ofService);
        if (running.getAndIncrement() == 0) {
            Hooks.onErrorDropped(FailureLog::reportDropped);
        }
    }

    @Override
    public void destroy() {
        ofService.forEach(translations::remove);
        if (running.decrementAndGet() == 0) {
            Hooks.resetOnErrorDropped();
        }
    }

    /** A body can be found malformed after its request was answered, as when a request is refused early. */
    private static void reportDropped(Throwable failure) {
        String what = "Work after the end of a request";
        if (failure == Exceptions.TERMINATED) {
            // Reactor's own marker for a failure that was reported before.
            log.debug("{} failed again", what);
        } else if (failure instanceof DecodingException || failure instanceof DataBufferLimitException) {
            log.debug("{} was malformed: {}", what, failure.getClass().getName());
        } else if (isInterrupted(failure)) {
            // The client went away, and blocking work for it is interrupted.
            log.debug("{} was interrupted: {}", what, failure.getClass().getName());
        } else if (isLateAnswer(failure)) {
            log.debug("{} came too late: {}", what, failure.getClass().getName());
        } else if (isOfDependency(Failures.kindOf(failure))) {
            reportDependency(what, failure);
        } else {
            report(what, failure);
        }
    }

    static void report(String what, Throwable failure) {
        if (isClientGone(failure) || isExpected(failure)) {
            log.debug("{} ended: {}", what, failure.getClass().getName());
        } else {
            log.error("{} failed: {}", what, withoutMessages(failure));
        }
    }

    /** Logs a failure of our own store or broker in one line: an outage fails many requests. */
    static void reportDependency(String what, Throwable failure) {
        FailureKind kind = Failures.kindOf(failure);
        if (isClientGone(failure) || !isOfDependency(kind)) {
            return;
        }
        String classes = Failures.causes(failure).stream()
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(", caused by "));
        if (kind == FailureKind.TRANSIENT) {
            log.warn("{} failed, as a dependency is not available: {}", what, classes);
        } else {
            log.error("{} failed, as a dependency needs its operator, {}: {}", what, kind, classes);
        }
    }

    private static boolean isOfDependency(FailureKind kind) {
        return !kind.isOfOneRecord() && kind != FailureKind.UNEXPECTED;
    }

    /** A request of ours that was given up gets its answer after all; whoever gave up has logged that. */
    private static boolean isLateAnswer(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IllegalStateException
                && trace.length > 0
                && trace[0].getClassName().equals("org.springframework.http.client.reactive.ReactorClientHttpResponse");
    }

    private static boolean isInterrupted(Throwable failure) {
        return Failures.causes(failure).stream()
                .anyMatch(
                        cause -> cause instanceof InterruptedException || cause instanceof ClosedByInterruptException);
    }

    /** Refusals, and failures that a service knows and reports itself. */
    private static boolean isExpected(Throwable failure) {
        return failure instanceof ProblemException
                || translations.stream()
                        .anyMatch(translation -> translation.problemOf(failure).isPresent());
    }

    /**
     * A reset of the client's connection is not wrapped; failures of our own connections are wrapped by their drivers.
     */
    private static boolean isClientGone(Throwable failure) {
        return failure instanceof SocketException || DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private static String withoutMessages(Throwable failure) {
        return Failures.causes(failure).stream()
                .map(cause -> cause.getClass().getName()
                        + Arrays.stream(cause.getStackTrace())
                                .limit(LOGGED_FRAMES)
                                .map(frame -> "\n\tat " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\nCaused by: "));
    }
}
