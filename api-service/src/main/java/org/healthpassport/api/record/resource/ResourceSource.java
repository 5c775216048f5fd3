package org.healthpassport.api.record.resource;

import org.healthpassport.api.record.tag.OwnTags;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gives the resource that a client sent, once it is known what the client may write. */
@FunctionalInterface
public interface ResourceSource {

    /**
     * Checks the resource; emits on one of the threads for checks, where further computing is allowed.
     *
     * @param recordId the id that the resource may have; null if it must have none
     * @param stated the tags that the service will state
     * @return the checked resource; refused with a {@link ResourceRefusal}, with
     *     {@link org.healthpassport.aggregates.refusal.InvalidInput} if it is not a valid resource of the patient, or if
     *     too many checks are under way
     */
    Mono<SentResource> take(String patientId, @Nullable String recordId, OwnTags stated);
}
