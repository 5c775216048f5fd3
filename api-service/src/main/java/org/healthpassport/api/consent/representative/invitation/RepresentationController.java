package org.healthpassport.api.consent.representative.invitation;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Invites representatives and makes those who accept one. */
@RestController
class RepresentationController {
    private final InvitingRepresentative inviting;
    private final AcceptingInvitation accepting;

    RepresentationController(InvitingRepresentative inviting, AcceptingInvitation accepting) {
        this.inviting = inviting;
        this.accepting = accepting;
    }

    @Operation(
            summary = "Invite a representative",
            description =
                    "By the patient, or for a passport without a login by a representative with the right CONSENT,"
                            + " who can give the rights that they have, until their own end at most. READ allows to read records and documents, WRITE to"
                            + " write them, SHARE to make QR codes and download links, CONSENT to decide about consents and"
                            + " representatives. The code can be used once within 24 hours. SELF gives a passport without a login to"
                            + " the patient in person, and only who has all rights without an end can do that.")
    @PostMapping("/api/patients/{patientId}/representatives")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<InvitationView> invite(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody RepresentativeOffer request) {
        return inviting.invite(caller, patientId, IdempotencyKey.of(idempotencyKey), request);
    }

    @Operation(
            summary = "Accept an invitation",
            description =
                    "For accounts of patients: the caller represents the patient from now on. With an invitation of relation"
                            + " SELF, the passport is the caller's own, and the rights of its representatives end unless they are kept."
                            + " The sessions of the account end: sign in again. The caller represents the patient of the passport of"
                            + " before, so nothing in it is lost.")
    @PostMapping("/api/me/representations")
    Mono<Representation> accept(Caller caller, @RequestBody AcceptanceRequest request) {
        return accepting.accept(caller, request);
    }
}
