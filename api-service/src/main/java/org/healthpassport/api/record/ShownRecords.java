package org.healthpassport.api.record;

import java.util.List;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.fhir.json.FhirJson;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives the newest versions of records to what shows them to others. */
@Component
final class ShownRecords implements ShareableRecords {
    private static final int AT_ONCE = 50;

    private final HealthRecords records;
    private final RecordVersions versions;

    ShownRecords(HealthRecords records, RecordVersions versions) {
        this.records = records;
        this.versions = versions;
    }

    @Override
    public Flux<SharedRecord> all(String patientId) {
        return records.of(patientId, null)
                .filter(record -> !record.state().deleted())
                .buffer(AT_ONCE)
                .concatMap(some -> newest(patientId, some));
    }

    @Override
    public Mono<SharedRecord> find(String patientId, String recordId) {
        return records.find(patientId, recordId)
                .filter(record -> !record.state().deleted())
                .flatMap(record -> newest(patientId, List.of(record)).next());
    }

    private Flux<SharedRecord> newest(String patientId, List<Version<HealthRecordState>> some) {
        List<VersionName> names = some.stream()
                .map(record -> record.state().nameOf(record.id(), record.version()))
                .toList();
        return versions.find(patientId, names).flatMapIterable(found -> found).map(ShownRecords::shared);
    }

    private static SharedRecord shared(RecordVersion version) {
        byte[] resource = version.resource();
        if (resource == null) {
            throw new IllegalStateException("Expected the resource of a record that is not deleted, but there is none");
        }
        return new SharedRecord(version.recordId(), version.recordedAt(), FhirJson.parseKept(resource));
    }
}
