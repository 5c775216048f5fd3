package org.healthpassport.api.goqr;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Receives forms with pictures within a memory limit for all of them together. Only received bytes count, not
 * connections, so that slow clients delay nobody.
 */
final class PictureIntake {
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();

    /** @param mostBytes memory for all forms that are received or processed at the same time */
    PictureIntake(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Answers a form when it is complete; fails with 503 if the memory limit is reached. */
    <T> Mono<T> receive(Flux<PartEvent> parts, Function<PictureForm, Mono<T>> answer) {
        return Mono.using(
                Receiving::new,
                receiving -> parts.doOnNext(receiving::take)
                        .takeUntil(part -> receiving.form.isTooLarge())
                        .then(Mono.just(receiving.form))
                        .flatMap(answer),
                Receiving::release);
    }

    private static ProblemException tooMuch() {
        return Problem.of(ProblemType.UNAVAILABLE, "The server is busy at the moment. Please try again.")
                .retryAfter(Duration.ofSeconds(1))
                .asException();
    }

    /** One form and its memory. It can be given up on another thread while a part of it arrives. */
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
