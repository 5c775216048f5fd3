package org.healthpassport.api.record.visibility;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordCommand;
import org.healthpassport.api.record.RecordRefusal;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets the patient's side hide records and show them again. A hidden record is there for the patient's side and for the
 * organization that wrote it, and for nobody else.
 */
@Component
final class HidingRecords {
    private final HealthRecords records;
    private final PatientAccess access;

    HidingRecords(HealthRecords records, PatientAccess access) {
        this.records = records;
        this.access = access;
    }

    /** Hides a record; does nothing if it is hidden. */
    Mono<Void> hide(Caller caller, String patientId, String recordId) {
        return decide(caller, patientId, recordId, new RecordCommand.Hide());
    }

    /** Shows a record again; does nothing if it is not hidden. */
    Mono<Void> show(Caller caller, String patientId, String recordId) {
        return decide(caller, patientId, recordId, new RecordCommand.Show());
    }

    /** Others learn nothing of the record, as they are refused before it is looked up. */
    private Mono<Void> decide(Caller caller, String patientId, String recordId, RecordCommand command) {
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> grant.isOfPatientSide()
                        ? records.get(grant, recordId).flatMap(found -> records.decide(recordId, command))
                        : access.deny(patientId, new RecordRefusal.OfPatientsSideOnly()));
    }
}
