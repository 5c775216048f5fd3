package org.healthpassport.api.identity.closure;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.password.SentSecret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/me/closure}. */
@RestController
class ClosureController {
    private final Closing closing;

    ClosureController(Closing closing) {
        this.closing = closing;
    }

    @Operation(
            description =
                    "Closes the caller's account: nobody signs in to it any more, and all its tokens end within a"
                            + " second. The data stays until it is erased. 409 for the last active administrator, for the account"
                            + " of an active hospital, and for the last representative who can manage a passport without a login.")
    @PostMapping("/api/me/closure")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> close(Caller caller, @RequestBody ClosureRequest request) {
        String password = SentSecret.password("/password", request.password());
        return closing.close(caller, password, SentSecret.codeIfSent("/totp", request.totp()));
    }

    /** @param totp a code of the authenticator app, or a recovery code; only for accounts with a second factor */
    record ClosureRequest(
            @Schema(example = "correct horse battery") @Nullable
            String password,

            @Schema(example = "755224") @Nullable String totp) {

        @Override
        public String toString() {
            return "ClosureRequest[...]";
        }
    }
}
