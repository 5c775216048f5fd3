package org.healthpassport.api.record;

import org.healthpassport.fhir.catalog.RecordType;

/** The place of a record, which never changes. */
public record RecordPlace(String patientId, RecordType type, String recordId) {}
