package org.healthpassport.api.sharing.fhir;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A FHIR resource of a health link, and the time of its last change. */
public record LinkResource(ObjectNode resource, Instant lastUpdated) {

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "LinkResource[" + lastUpdated + ']';
    }
}
