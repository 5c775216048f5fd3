package org.healthpassport.api.sharing.fhir;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A FHIR resource as a health link gives it, and when something in it last changed. */
public record GivenResource(ObjectNode resource, Instant lastUpdated) {

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "GivenResource[" + lastUpdated + ']';
    }
}
