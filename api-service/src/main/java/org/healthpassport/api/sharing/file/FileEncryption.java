package org.healthpassport.api.sharing.file;

import java.time.Duration;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.fhir.LinkResource;
import org.healthpassport.api.sharing.jwe.SealedFile;
import org.healthpassport.api.sharing.limit.WorkQueues;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Encrypts FHIR files. This takes long for large ones, so it runs on its own threads, one per processor. Files are in
 * memory from the moment they are gathered, so only a few are gathered at the same time.
 */
@Component
public final class FileEncryption implements DisposableBean {
    /** The content type of the plain files. */
    public static final String FHIR_JSON = "application/fhir+json";

    private static final String GATHERED = "gathered";
    private static final int GATHERED_AT_ONCE = 2;
    private static final int QUEUE = 1_000;
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Scheduler threads =
            Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "sealing");

    private final WorkQueues queues = new WorkQueues(GATHERED_AT_ONCE, QUEUE, FileEncryption::tooMuch);

    /** Gathers and encrypts files, a few at the same time; fails with 503 if too many wait, or if it takes too long. */
    <T> Mono<T> inTurn(Mono<T> files) {
        return queues.inTurn(GATHERED, files).timeout(WITHIN);
    }

    /** Encrypts the resource as a compact JWE; fails with 503 if too many wait. */
    Mono<String> seal(HealthLink link, LinkResource given) {
        return Mono.fromCallable(() -> SealedFile.seal(link.key(), FHIR_JSON, FhirJson.write(given.resource())))
                .subscribeOn(threads);
    }

    private static Problem tooMuch() {
        return Problem.of(ProblemType.UNAVAILABLE, "The server is busy at the moment. Please try again.")
                .retryAfter(Duration.ofSeconds(2));
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
