package org.healthpassport.api.record;

import org.healthpassport.fhir.catalog.RecordType;

/** Where a record belongs, which never changes. */
public record RecordPlace(String patientId, RecordType type, String recordId) {}
