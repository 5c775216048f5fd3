package org.healthpassport.benchmarks;

import java.util.Map;

/** Settings of the product that let the load through; they change limits, and nothing that costs time. */
final class Limitless {
    static final Map<String, String> SETTINGS = Map.of(
            "HEALTHPASSPORT_REGISTRATIONS_PER_MINUTE", "100000",
            "HEALTHPASSPORT_RECORDS_PER_PATIENT", "10000000",
            "HEALTHPASSPORT_RECORD_VERSIONS_PER_PATIENT", "100000000",
            "HEALTHPASSPORT_RECORD_BYTES_PER_PATIENT", "1TB",
            "HEALTHPASSPORT_DOCUMENTS_PER_PATIENT", "1000000",
            "HEALTHPASSPORT_QR_CODES_PER_PATIENT", "1000000",
            "HEALTHPASSPORT_PATIENT_QUOTA", "1TB",
            "HEALTHPASSPORT_DOCUMENT_MAX_SIZE", "2GB",
            "HEALTHPASSPORT_UPLOADS_PER_ACCOUNT", "48");

    private Limitless() {}
}
