package org.healthpassport.api.identity.me;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.edge.condition.IfMatch;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/me}: the account that the access token belongs to. */
@RestController
class MeController {
    private final OwnAccounts accounts;

    MeController(OwnAccounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/api/me")
    Mono<ResponseEntity<OwnAccount>> me(Caller caller) {
        return accounts.find(caller).map(MeController::answer);
    }

    @Operation(
            description =
                    "Changes the name, the birth date of a patient, and the email; members that are not sent stay as they"
                            + " are. If-Match takes the ETag of GET /api/me. A new email is used once its owner has shown the"
                            + " token of the mail; until then it is pendingEmail. It needs a login within the last 15"
                            + " minutes, else the answer is 403 with the type recent-login-required. The answer is the same"
                            + " for every email. The owner of the present address is told, and can stop the change.")
    @PatchMapping("/api/me")
    Mono<ResponseEntity<OwnAccount>> change(
            CallerSession session,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestBody ProfileRequest request) {
        return accounts.change(session, IfMatch.required(ifMatch).butNot(ifNoneMatch), request)
                .map(MeController::answer);
    }

    @Operation(
            description = "Moves a doctor to another active hospital, which has to activate the doctor. Access through"
                    + " the hospital of before ends at once.")
    @PostMapping("/api/me/hospital")
    Mono<ResponseEntity<OwnAccount>> move(Caller caller, @RequestBody MoveRequest request) {
        String hospitalId = request.hospitalId();
        return hospitalId == null
                ? Mono.error(InvalidInput.at("/hospitalId", "must be given")::asException)
                : accounts.move(caller, hospitalId).map(MeController::answer);
    }

    private static ResponseEntity<OwnAccount> answer(OwnAccount account) {
        return ResponseEntity.ok().eTag(IfMatch.entityTag(account.version())).body(account);
    }
}
