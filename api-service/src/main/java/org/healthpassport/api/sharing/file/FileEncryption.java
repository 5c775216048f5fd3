package org.healthpassport.api.sharing.file;

import java.time.Duration;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.fhir.LinkResource;
import org.healthpassport.api.sharing.jwe.SealedFile;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
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

    /** One more than an address can have, so that the large files of one never keep others waiting. */
    private static final Shares GATHERED_AT_ONCE = new Shares(3, 2, 2);

    /** Those who wait hold a connection and nothing else. */
    private static final Shares WAITING = new Shares(1_000, 250, FairSlots.WAITING_PER_ACCOUNT);

    private static final int QUEUE = 1_000;
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Scheduler threads =
            Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "sealing");

    private final FairSlots slots =
            new FairSlots("requests for files", GATHERED_AT_ONCE, WAITING, Duration.ofSeconds(2));

    /** Gathers and encrypts files, a few at the same time; fails if too many wait, or if it takes too long. */
    <T> Mono<T> inTurn(SlotClaim recipient, Mono<T> files) {
        return slots.in(recipient, files).timeout(WITHIN);
    }

    /** Encrypts the resource as a compact JWE; fails if too many wait. */
    Mono<String> seal(HealthLink link, LinkResource given) {
        return Mono.fromCallable(() -> SealedFile.seal(link.key(), FHIR_JSON, FhirJson.write(given.resource())))
                .subscribeOn(threads);
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
