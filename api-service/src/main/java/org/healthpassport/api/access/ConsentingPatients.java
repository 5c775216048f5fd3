package org.healthpassport.api.access;

import org.healthpassport.aggregates.list.ListPosition;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Tells which patients gave consent to a hospital, so that they are told what concerns its consents. */
public interface ConsentingPatients {

    /**
     * The patients whose consents the hospital can use at this moment, if it may act. They come in the order of their
     * consents, newest first; a patient with several consents comes several times.
     *
     * @param after the place of the last one of before; null for the beginning
     */
    Flux<Consenting> to(String hospitalId, @Nullable ListPosition after);

    /** @param position the place of the consent */
    record Consenting(String patientId, ListPosition position) {}
}
