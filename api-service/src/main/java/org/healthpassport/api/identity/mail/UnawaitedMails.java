package org.healthpassport.api.identity.mail;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Work that ends with a mail, and that no answer waits for. So the time of an answer does not tell if there is an account,
 * or if another one has its address.
 */
@Component
public final class UnawaitedMails {
    private static final Logger log = LoggerFactory.getLogger(UnawaitedMails.class);
    private static final int AT_ONCE = 100;

    private final AtomicInteger begun = new AtomicInteger();

    /**
     * Begins the work, and emits true without waiting for it; emits false, and does nothing, if too much was begun. A failure
     * of the work is only logged.
     */
    public Mono<Boolean> begin(Mono<Void> work) {
        return Mono.deferContextual(context -> {
            if (begun.incrementAndGet() > AT_ONCE) {
                begun.decrementAndGet();
                return Mono.just(false);
            }
            work.subscribeOn(Schedulers.boundedElastic())
                    .contextWrite(context)
                    .doFinally(end -> begun.decrementAndGet())
                    .subscribe(done -> {}, failure -> log.error("Expected to prepare a mail, but it failed", failure));
            return Mono.just(true);
        });
    }
}
