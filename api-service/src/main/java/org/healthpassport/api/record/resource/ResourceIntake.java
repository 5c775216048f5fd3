package org.healthpassport.api.record.resource;

import java.time.Duration;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
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
 * so checks run on their own threads, one per processor, and never on an event loop. Addresses and accounts take turns,
 * so that none delays the others.
 */
@Component
public final class ResourceIntake implements DisposableBean {
    /** The largest resource, in bytes. */
    static final int LARGEST = 256 * 1024;

    /**
     * A few more than there are threads, as a check also waits for one. An account has two, so that its next check is
     * ready when one ends; an address has half, as all doctors of a hospital may share it.
     */
    private static final Shares AT_ONCE = new Shares(16, 8, 2);

    /** Those who wait hold at most 50 MiB, as their bodies are in memory; those of an address half of it. */
    private static final Shares WAITING = new Shares(200, 100, FairSlots.WAITING_PER_ACCOUNT);

    private final ResourceCheck resources = new ResourceCheck();
    private final FairSlots slots = new FairSlots("checks of resources", AT_ONCE, WAITING, Duration.ofSeconds(1));
    private final Scheduler threads;

    @Autowired
    ResourceIntake() {
        this(Schedulers.newBoundedElastic(
                Runtime.getRuntime().availableProcessors(), AT_ONCE.all(), "resources", 60, true));
    }

    ResourceIntake(Scheduler threads) {
        this.threads = threads;
    }

    /**
     * Reads and checks the body of a request; emits on one of the threads for checks, where further computing is
     * allowed.
     *
     * @param recordId the id that the resource may have; null if it must have none
     * @param authorship that the service will state
     * @return the checked resource; refused with a {@link ResourceRefusal}, with
     *     {@link org.healthpassport.aggregates.refusal.InvalidInput} if it is not a valid resource of the patient, or if
     *     too many checks are under way
     */
    public Mono<SentResource> take(
            String accountId,
            ServerHttpRequest request,
            String patientId,
            @Nullable String recordId,
            Authorship authorship) {
        SlotClaim claim = new SlotClaim(ClientAddress.of(request.getRemoteAddress()), accountId);
        return body(request)
                .flatMap(body -> slots.in(
                        claim,
                        Mono.fromCallable(() -> resources.check(body, patientId, recordId, authorship))
                                .subscribeOn(threads)));
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
