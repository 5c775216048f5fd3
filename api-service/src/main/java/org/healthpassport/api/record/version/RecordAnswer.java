package org.healthpassport.api.record.version;

import org.springframework.http.ResponseEntity;

/** The answer to a request for one version of a record. */
public final class RecordAnswer {
    /** The media type of FHIR resources as JSON. */
    public static final String FHIR_JSON = "application/fhir+json";

    private RecordAnswer() {}

    /** 200 with the resource and its entity tag. */
    public static ResponseEntity<byte[]> of(RecordVersion version) {
        return ResponseEntity.ok().eTag(version.entityTag()).body(version.resource());
    }
}
