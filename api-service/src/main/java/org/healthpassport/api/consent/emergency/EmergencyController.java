package org.healthpassport.api.consent.emergency;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.password.SentSecret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code .../emergency-access}: doctors take it, if an administrator allowed it to their hospital. */
@RestController
class EmergencyController {
    private static final String OF_HOSPITAL = "/api/admin/hospitals/{hospitalId}/emergency-access";

    private final TakingEmergencyAccess taking;
    private final SwitchingEmergencyAccess switching;

    EmergencyController(TakingEmergencyAccess taking, SwitchingEmergencyAccess switching) {
        this.taking = taking;
        this.switching = switching;
    }

    @Operation(
            summary = "Take emergency access",
            description =
                    "For active doctors of a hospital that an administrator has enabled, with a code of the second factor where"
                            + " there is one. Records and documents can be read for one hour, without consent. The patient is"
                            + " told, every read is marked in the audit log, and the hospital reviews the access. While one"
                            + " runs, another call answers its end and needs no code. 429 while three of the doctor await"
                            + " review, and after twenty of the hospital on a day (UTC).")
    @PostMapping("/api/patients/{patientId}/emergency-access")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<EmergencyView> take(Caller caller, @PathVariable String patientId, @RequestBody EmergencyRequest request) {
        return taking.take(caller, patientId, request.reason(), SentSecret.codeIfSent("/totp", request.totp()))
                .map(EmergencyView::new);
    }

    @Operation(
            summary = "Let the doctors of a hospital take emergency access",
            description = "From now on, as long as hospital and doctor are active.")
    @PostMapping(OF_HOSPITAL)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> enable(@PathVariable String hospitalId) {
        return switching.enable(hospitalId);
    }

    @Operation(
            summary = "Let the doctors of a hospital take no emergency access any more",
            description = "Running accesses end with the next request, for good.")
    @DeleteMapping(OF_HOSPITAL)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> disable(@PathVariable String hospitalId) {
        return switching.disable(hospitalId);
    }

    /**
     * The body of a request, as it was sent: any member may be missing or nonsense.
     *
     * @param totp a code of the authenticator app, or a recovery code; only for accounts with a second factor
     */
    record EmergencyRequest(
            @Schema(
                    example = "Unconscious after an accident; allergies unknown.",
                    description = "10 to 500 characters; for the hospital that reviews the access")
            @Nullable
            String reason,

            @Schema(example = "755224") @Nullable String totp) {

        /** Without anything, as requests can end up in logs. */
        @Override
        public String toString() {
            return "EmergencyRequest[...]";
        }
    }

    /** @param expiresAt the end of the access */
    record EmergencyView(Instant expiresAt) {}
}
