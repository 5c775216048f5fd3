package org.healthpassport.api.qrcode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in forms with pictures: each within a time, and all together in no more than so much memory. What counts is
 * what came in, not who connected, so that slow clients keep nobody else waiting.
 */
final class PictureIntake {
    private final Duration within;
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();

    /** @param mostBytes of all forms that are received or worked on at the same time */
    PictureIntake(Duration within, long mostBytes) {
        this.within = within;
        this.mostBytes = mostBytes;
    }

    /** Answers a form once it is there; fails with 408 when it comes too slowly, with 503 when there is too much. */
    <T> Mono<T> receive(Flux<PartEvent> parts, Function<PictureForm, Mono<T>> answer) {
        return Mono.using(
                Receiving::new,
                receiving -> parts.doOnNext(receiving::take)
                        .takeUntil(part -> receiving.form.isTooLarge())
                        .then(Mono.just(receiving.form))
                        .timeout(within, Mono.error(PictureIntake::tooSlow))
                        .flatMap(answer),
                Receiving::release);
    }

    private static ProblemException tooSlow() {
        return Problem.of(ProblemType.REQUEST_TIMEOUT, "The picture did not come in time.")
                .asException();
    }

    private static ProblemException tooMuch() {
        return Problem.of(ProblemType.UNAVAILABLE, "Too much to do at the moment. Try again.")
                .retryAfter(Duration.ofSeconds(1))
                .asException();
    }

    /** One form and what it holds. It can be given up on another thread while a part of it comes in. */
    private final class Receiving {
        private final PictureForm form = new PictureForm();
        private long held;
        private boolean released;

        synchronized void take(PartEvent part) {
            int more = part.content().readableByteCount();
            form.accept(part);
            if (!released) {
                held += more;
                if (bytes.addAndGet(more) > mostBytes) {
                    throw tooMuch();
                }
            }
        }

        synchronized void release() {
            released = true;
            bytes.addAndGet(-held);
        }
    }
}
