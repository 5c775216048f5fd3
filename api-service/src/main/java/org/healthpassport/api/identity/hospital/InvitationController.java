package org.healthpassport.api.identity.hospital;

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

/** {@code POST /api/hospitals/{hospitalId}/administrators}: a hospital invites further administrators. */
@RestController
class InvitationController {
    private final Inviting inviting;

    InvitationController(Inviting inviting) {
        this.inviting = inviting;
    }

    @Operation(
            description =
                    "Makes an account of role HOSPITAL for somebody else. They choose its password with a token that comes by"
                            + " mail, or in the answer where no mail is sent.")
    @PostMapping("/api/hospitals/{hospitalId}/administrators")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Invitation> invite(
            Caller caller,
            @PathVariable String hospitalId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody InvitationRequest request) {
        return inviting.invite(caller, hospitalId, IdempotencyKey.of(idempotencyKey), request);
    }
}
