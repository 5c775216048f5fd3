package org.healthpassport.api.record.resource;

import org.healthpassport.aggregates.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** The reasons for which the body of a request is not even taken for a resource. */
public sealed interface ResourceRefusal extends Refusal {

    record ResourceTooLarge(int atMostBytes) implements ResourceRefusal {}

    /**
     * The body is not JSON as FHIR has it.
     *
     * @param requirement that the body does not meet, as "must ..."
     * @param pointer JSON pointer into the body (RFC 6901); null if no member can be named
     */
    record NotFhirJson(String requirement, @Nullable String pointer) implements ResourceRefusal {}
}
