package org.healthpassport.api.record.resource;

import java.time.Duration;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.request.AccountSlots;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes in the resources that clients send. Checking one takes about a millisecond, and a large one many of them, so it
 * runs on threads of its own, as many as there are processors: the event loops go on serving other connections. An
 * account has {@value #PER_ACCOUNT} checked at a time, so that none keeps the others waiting. When {@value #QUEUE} wait
 * for each thread, which then hold at most 25 MiB, a request fails at once with 503.
 */
@Component
public final class ResourceIntake implements DisposableBean {
    /** The largest resource, in bytes. */
    static final int LARGEST = 256 * 1024;

    private static final int QUEUE = 100;
    private static final int PER_ACCOUNT = 2;

    private final ResourceCheck resources = new ResourceCheck();
    private final AccountSlots slots = new AccountSlots(PER_ACCOUNT, "checks of resources", Duration.ofSeconds(1));
    private final Scheduler threads;

    @Autowired
    ResourceIntake() {
        this(Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "resources", 60, true));
    }

    ResourceIntake(Scheduler threads) {
        this.threads = threads;
    }

    /**
     * Reads the body of a request; emits on a thread on which more can be computed.
     *
     * @param recordId the id that the resource may have; null where it may have none
     * @return what was sent; fails with 400 for what is no JSON, 413, 422 for what is no valid resource of the patient,
     *     and 429
     */
    public Mono<SentResource> take(
            String accountId, ServerHttpRequest request, String patientId, @Nullable String recordId) {
        return body(request).flatMap(body -> slots.in(accountId, check(body, patientId, recordId)));
    }

    private Mono<SentResource> check(byte[] body, String patientId, @Nullable String recordId) {
        return Mono.fromCallable(() -> resources.check(body, patientId, recordId))
                .subscribeOn(threads);
    }

    private static Mono<byte[]> body(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > LARGEST) {
            return Mono.error(Problem.of(ProblemType.TOO_LARGE, "A resource has at most " + LARGEST + " bytes.")
                    .asException());
        }
        return DataBufferUtils.join(request.getBody(), LARGEST)
                .map(ResourceIntake::toBytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] toBytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
