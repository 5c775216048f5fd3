package org.healthpassport.api.trail.receipt;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.events.access.Interaction;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Gives patients, and those who may decide for them, the receipt of an access. */
@RestController
class ReceiptController {
    private final Receipts receipts;
    private final PatientAccess access;

    ReceiptController(Receipts receipts, PatientAccess access) {
        this.receipts = receipts;
        this.access = access;
    }

    @Operation(
            summary = "Get the receipt of an access",
            description = "Proves to a third party that the audit log recorded this access. One file has everything;"
                    + " docs/VerifyProof.java verifies it with the log's verifier key, which must come from"
                    + " another source than this installation. 503 while audit-service cannot be reached, 429 while too"
                    + " many requests about the patient wait.")
    @GetMapping("/api/patients/{patientId}/accesses/{index}/proof")
    Mono<ResponseEntity<Receipt>> get(
            Caller caller,
            @PathVariable String patientId,
            @Parameter(description = "index of the access in the audit log", example = "17") @PathVariable
                    String index) {
        DataRequest request = new DataRequest(AccessScope.CONSENT, patientId, "ACCESS", index, Interaction.READ);
        return access.read(caller, request, grant -> receipts.find(grant, index))
                .map(receipt -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_DISPOSITION, fileName(receipt.index()))
                        .body(receipt));
    }

    private static String fileName(long index) {
        return ContentDisposition.attachment()
                .filename("receipt-" + index + ".json")
                .build()
                .toString();
    }
}
