package org.healthpassport.api.record.resource;

import java.time.Duration;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.limit.AccountConcurrencyLimit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads and checks the resources that clients send. A check takes about a millisecond, and longer for a large resource,
 * so checks run on their own threads, one per processor, and never on an event loop. Each account has at most {@value
 * #PER_ACCOUNT} checks at the same time, so that no account delays the others. When {@value #QUEUE} checks wait for
 * each thread, which then hold at most 25 MiB, a request is rejected at once.
 */
@Component
public final class ResourceIntake implements DisposableBean {
    /** The largest resource, in bytes. */
    static final int LARGEST = 256 * 1024;

    private static final int QUEUE = 100;
    private static final int PER_ACCOUNT = 2;

    private final ResourceCheck resources = new ResourceCheck();
    private final AccountConcurrencyLimit concurrency =
            new AccountConcurrencyLimit(PER_ACCOUNT, "checks of resources", Duration.ofSeconds(1));
    private final Scheduler threads;

    @Autowired
    ResourceIntake() {
        this(Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "resources", 60, true));
    }

    ResourceIntake(Scheduler threads) {
        this.threads = threads;
    }

    /**
     * Reads and checks the body of a request; emits on one of the threads for checks, where further computing is
     * allowed.
     *
     * @param recordId the id that the resource may have; null if it must have none
     * @return the checked resource; refused with a {@link ResourceRefusal}, with
     *     {@link org.healthpassport.aggregates.refusal.InvalidInput} if it is not a valid resource of the patient, or if
     *     too many checks are under way
     */
    public Mono<SentResource> take(
            String accountId, ServerHttpRequest request, String patientId, @Nullable String recordId) {
        return body(request).flatMap(body -> concurrency.in(accountId, check(body, patientId, recordId)));
    }

    private Mono<SentResource> check(byte[] body, String patientId, @Nullable String recordId) {
        return Mono.fromCallable(() -> resources.check(body, patientId, recordId))
                .subscribeOn(threads);
    }

    private static Mono<byte[]> body(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > LARGEST) {
            return Mono.error(new ResourceRefusal.ResourceTooLarge(LARGEST)::asException);
        }
        return BodyBytes.all(request.getBody(), LARGEST).defaultIfEmpty(new byte[0]);
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
