package org.healthpassport.api.record.resource;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads and checks the resources that clients send. A check takes about a millisecond, and longer for a large resource,
 * so checks run on their own threads, one per processor, and never on an event loop. Addresses and accounts take turns,
 * so that none delays the others.
 */
@Component
public final class ResourceIntake implements DisposableBean {
    /** The largest resource, in bytes. */
    static final int LARGEST = 1024 * 1024;

    /** Resources with more bytes wait in a queue of their own; most have one or two kilobytes. */
    static final int ORDINARY = 64 * 1024;

    /**
     * A few more than there are threads, as a check also waits for one. An account has two, so that its next check is
     * ready when one ends; an address has half, as all doctors of a hospital may share it.
     */
    private static final Shares AT_ONCE = new Shares(16, 8, 2);

    /** Those who wait hold at most 12.5 MiB, as their bodies are in memory; those of an address half of it. */
    private static final Shares WAITING = new Shares(200, 100, FairSlots.WAITING_PER_ACCOUNT);

    /** A check of the largest takes some hundred times as long, so few of them stand before the others. */
    private static final Shares LARGE_AT_ONCE = new Shares(4, 2, 1);

    /** At most 36 MiB. */
    private static final Shares LARGE_WAITING = new Shares(36, 20, 12);

    private final FairSlots slots = new FairSlots("checks of resources", AT_ONCE, WAITING, Duration.ofSeconds(1));
    private final FairSlots largeSlots =
            new FairSlots("checks of large resources", LARGE_AT_ONCE, LARGE_WAITING, Duration.ofSeconds(2));
    private final Scheduler threads;

    @Autowired
    ResourceIntake() {
        this(Schedulers.newBoundedElastic(
                Runtime.getRuntime().availableProcessors(),
                AT_ONCE.all() + LARGE_AT_ONCE.all(),
                "resources",
                60,
                true));
    }

    ResourceIntake(Scheduler threads) {
        this.threads = threads;
    }

    /** The body of a request, which is read once it is taken. */
    public ResourceSource body(String accountId, ServerHttpRequest request) {
        return (patientId, recordId, stated) -> body(request)
                .flatMap(body -> new BodyTurn(claim(accountId, request), body.length)
                        .run(() -> ResourceCheck.check(ResourceCheck.parse(body), patientId, recordId, stated)));
    }

    /**
     * Reads the body of a request whose address does not name the patient; emits on one of the threads for checks.
     *
     * @return refused with a {@link ResourceRefusal}, or if too many checks are under way
     */
    public Mono<ReceivedResource> receive(String accountId, ServerHttpRequest request) {
        return body(request).flatMap(body -> {
            BodyTurn turn = new BodyTurn(claim(accountId, request), body.length);
            return turn.run(() -> new ReceivedResource(ResourceCheck.parse(body), turn));
        });
    }

    private static SlotClaim claim(String accountId, ServerHttpRequest request) {
        return new SlotClaim(ClientAddress.of(request.getRemoteAddress()), accountId);
    }

    /** The turns of the checks of one body. */
    private final class BodyTurn implements ReceivedResource.Turn {
        private final SlotClaim claim;
        private final int bytes;

        private BodyTurn(SlotClaim claim, int bytes) {
            this.claim = claim;
            this.bytes = bytes;
        }

        @Override
        public <T> Mono<T> run(Callable<T> check) {
            return (bytes > ORDINARY ? largeSlots : slots)
                    .in(claim, Mono.fromCallable(check).subscribeOn(threads));
        }
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
