package org.healthpassport.api.identity.closure;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.access.Caller;
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
    private static final int LONGEST_PASSWORD = 256;
    private static final int LONGEST_CODE = 64;

    private final Closing closing;

    ClosureController(Closing closing) {
        this.closing = closing;
    }

    @Operation(
            description = "Closes the caller's account: nobody signs in to it any more, and all its tokens end within a"
                    + " second. The data stays until it is erased. 409 for the last active administrator.")
    @PostMapping("/api/me/closure")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> close(Caller caller, @RequestBody ClosureRequest request) {
        String password = request.password();
        String code = request.totp();
        if (password == null || password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            return invalid("/password", "must have 1 to %d characters".formatted(LONGEST_PASSWORD));
        }
        if (code != null && code.length() > LONGEST_CODE) {
            return invalid("/totp", "must have at most %d characters".formatted(LONGEST_CODE));
        }
        return closing.close(caller, password, code);
    }

    private static Mono<Void> invalid(String pointer, String detail) {
        return Mono.error(InvalidInput.at(pointer, detail)::asException);
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
