package org.healthpassport.api.fhir.provenance;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordPlace;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.annotating.AnnotationReading;
import org.healthpassport.api.record.annotating.ProvenanceResource;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.version.RecordVersion;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Gives the Provenance of a record to whoever may read its history. */
@Component
final class ProvenanceReading {
    private final HealthRecords records;
    private final PatientAccess access;
    private final AnnotationReading annotations;

    ProvenanceReading(HealthRecords records, PatientAccess access, AnnotationReading annotations) {
        this.records = records;
        this.access = access;
        this.annotations = annotations;
    }

    /** A {@code Provenance}; refused as if there was no such record if the caller may not know of its patient. */
    Mono<ObjectNode> read(Caller caller, String id) {
        return Mono.defer(() -> Mono.justOrEmpty(ProvenanceId.parse(id)))
                .flatMap(parsed -> records.placeOf(parsed.recordId())
                        .flatMap(place -> place.ifKnown(
                                parsed.ofAnnotation()
                                        ? ofAnnotation(caller, place, parsed)
                                        : ofVersion(caller, place, parsed))))
                .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException));
    }

    private Mono<ObjectNode> ofAnnotation(Caller caller, RecordPlace place, ProvenanceId id) {
        return annotations
                .one(caller, place.patientId(), place.recordId(), id.number())
                .map(found -> ProvenanceResource.ofAnnotation(
                        id.toString(),
                        address(place),
                        place.patientId(),
                        found.annotation().orThrow()));
    }

    /** A deletion has one as well. */
    private Mono<ObjectNode> ofVersion(Caller caller, RecordPlace place, ProvenanceId id) {
        return access.read(
                caller,
                HealthRecords.reading(place.patientId(), place.recordId()),
                grant -> records.withHistory(caller, grant, place.recordId())
                        .flatMap(record -> id.number() > record.state().number()
                                ? Mono.error(new RecordRefusal.NoSuchVersion()::asException)
                                : records.version(grant, record, id.number())
                                        .map(version -> ofVersion(place, id, record.state(), version))));
    }

    private static ObjectNode ofVersion(
            RecordPlace place, ProvenanceId id, HealthRecordState record, RecordVersion version) {
        Authorship authorship = record.isOf(null) ? Authorship.PATIENT_STATED : Authorship.CLINICIAN_VERIFIED;
        return ProvenanceResource.ofVersion(
                id.toString(),
                address(place) + "/_history/" + version.number(),
                version.recordedAt(),
                version.isDeletion() ? "DELETE" : version.number() == 1 ? "CREATE" : "UPDATE",
                version.author(),
                authorship.code());
    }

    private static String address(RecordPlace place) {
        return place.type().fhirName() + '/' + place.recordId();
    }
}
