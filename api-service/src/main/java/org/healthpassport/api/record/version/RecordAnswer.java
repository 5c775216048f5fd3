package org.healthpassport.api.record.version;

import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/** The answers to requests for one version of a record, or for its deletion. */
public final class RecordAnswer {
    /** The media type of FHIR resources as JSON. */
    public static final String FHIR_JSON = "application/fhir+json";

    private RecordAnswer() {}

    /** 200 with the resource and its entity tag. */
    public static ResponseEntity<byte[]> of(RecordVersion version) {
        return ResponseEntity.ok().eTag(version.entityTag()).body(version.resource());
    }

    /**
     * 204 with the entity tag of the deletion, with which a {@code PUT} restores the record.
     *
     * @param deletion empty if the record was deleted before
     */
    public static Mono<ResponseEntity<Void>> toDeletion(Mono<RecordVersion> deletion) {
        return deletion.map(version ->
                        ResponseEntity.noContent().eTag(version.entityTag()).<Void>build())
                .defaultIfEmpty(ResponseEntity.noContent().build());
    }
}
