package org.healthpassport.api.sharing.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.healthpassport.api.sharing.file.FileEncryption;
import org.jspecify.annotations.Nullable;

/** The list of a link's files (SMART Health Links, manifest). */
record Manifest(List<File> files) {

    /**
     * One file, encrypted.
     *
     * @param contentType of the plain bytes
     * @param embedded a compact JWE; absent if there is a location
     * @param location address of a compact JWE, valid for an hour at most
     * @param status always {@code can-change}, as a link gives the current content each time it is opened
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record File(
            String contentType,
            @Nullable String embedded,
            @Nullable URI location,
            Instant lastUpdated,
            String status,
            String fhirVersion) {
        private static final String CAN_CHANGE = "can-change";
        private static final String FHIR_R4 = "4.0.1";

        static File embedded(String jwe, Instant lastUpdated) {
            return new File(FileEncryption.FHIR_JSON, jwe, null, lastUpdated, CAN_CHANGE, FHIR_R4);
        }

        static File located(URI location, Instant lastUpdated) {
            return new File(FileEncryption.FHIR_JSON, null, location, lastUpdated, CAN_CHANGE, FHIR_R4);
        }

        /** Leaves out the address, as it alone gives access. */
        @Override
        public String toString() {
            return "File[" + lastUpdated + ']';
        }
    }
}
