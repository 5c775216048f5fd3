package org.healthpassport.api.sharing.file;

import org.healthpassport.api.fhir.json.FhirJson;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.fhir.GivenResource;
import org.healthpassport.api.sharing.jwe.SealedFile;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Encrypts FHIR files, which for large ones takes long: on threads of its own, as many as there are processors. */
public final class Sealing implements DisposableBean {
    /** What the plain files are. */
    public static final String FHIR_JSON = "application/fhir+json";

    private static final int QUEUE = 1_000;

    private final Scheduler threads =
            Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "sealing");

    /** The resource as a compact JWE; fails with 503 when too many wait. */
    public Mono<String> seal(HealthLink link, GivenResource given) {
        return Mono.fromCallable(() -> SealedFile.seal(link.key(), FHIR_JSON, FhirJson.write(given.resource())))
                .subscribeOn(threads);
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
