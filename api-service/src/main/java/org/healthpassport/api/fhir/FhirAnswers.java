package org.healthpassport.api.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.write.EnsuredRecord;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The answers to requests for one version of a record, with its entity tag and its time. */
@Component
public final class FhirAnswers {
    private final PublicUrl publicUrl;
    private final JsonMapper json;

    FhirAnswers(PublicUrl publicUrl, JsonMapper json) {
        this.publicUrl = publicUrl;
        this.json = json;
    }

    ResponseEntity<byte[]> read(RecordVersion version) {
        return described(ResponseEntity.ok(), version).body(version.resource());
    }

    ResponseEntity<byte[]> created(FhirAddress address, RecordVersion version, Preference preference) {
        return changed(ResponseEntity.created(publicUrl.of(address.path(version))), version, preference);
    }

    /** 200 for a record that was there before (R4, http.html#ccreate). */
    ResponseEntity<byte[]> ensured(FhirAddress address, EnsuredRecord ensured, Preference preference) {
        RecordVersion version = ensured.version();
        return ensured.isNew()
                ? created(address, version, preference)
                : changed(ResponseEntity.ok().location(publicUrl.of(address.path(version))), version, preference);
    }

    ResponseEntity<byte[]> amended(FhirAddress address, RecordVersion version, Preference preference) {
        return changed(
                ResponseEntity.ok()
                        .header(
                                HttpHeaders.CONTENT_LOCATION,
                                publicUrl.of(address.path(version)).toString()),
                version,
                preference);
    }

    private ResponseEntity<byte[]> changed(BodyBuilder answer, RecordVersion version, Preference preference) {
        return preferred(described(answer, version), preference, version.resource(), version.number());
    }

    /** The answer to a change with the body that the client prefers. */
    public ResponseEntity<byte[]> preferred(
            BodyBuilder answer, Preference preference, byte @Nullable [] resource, long version) {
        return switch (preference) {
            case REPRESENTATION -> answer.body(resource);
            case MINIMAL -> answer.build();
            case OPERATIONOUTCOME -> answer.body(saved(version));
        };
    }

    private static BodyBuilder described(BodyBuilder answer, RecordVersion version) {
        return answer.contentType(MediaType.parseMediaType(RecordAnswer.FHIR_JSON))
                .eTag(version.entityTag())
                .lastModified(version.recordedAt());
    }

    /** An OperationOutcome that says as which version something was saved. */
    private byte[] saved(long version) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put(
                "issue",
                List.of(Map.of(
                        "severity",
                        "information",
                        "code",
                        "informational",
                        "diagnostics",
                        "Saved as version " + version + '.')));
        return json.writeValueAsBytes(outcome);
    }
}
