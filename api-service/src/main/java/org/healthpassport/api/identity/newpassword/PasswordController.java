package org.healthpassport.api.identity.newpassword;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.password.SentSecret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/password}. */
@RestController
class PasswordController {
    private final ChangingPassword changing;

    PasswordController(ChangingPassword changing) {
        this.changing = changing;
    }

    @Operation(
            summary = "Change the own password",
            description =
                    "Asks for the current password, and for a code where there is a second factor. All sessions end, also"
                            + " the one of this request: log in with the new password.")
    @PostMapping("/api/auth/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> change(Caller caller, @RequestBody ChangeRequest request) {
        String current = SentSecret.password("/current", request.current());
        String next = request.next();
        return next == null
                ? Mono.error(InvalidInput.at("/new", "must be given")::asException)
                : changing.change(caller, current, next, SentSecret.codeIfSent("/code", request.code()));
    }

    record ChangeRequest(
            @Schema(example = "correct horse battery", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String current,

            @JsonProperty("new")
            @Schema(
                    description = "12 to 128 characters, and not one of the most common passwords.",
                    example = "staple the battery",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String next,

            @Schema(
                    description =
                            "A code of the authenticator app, or a recovery code; only for accounts with a second factor.",
                    example = "755224")
            @Nullable
            String code) {

        @Override
        public String toString() {
            return "ChangeRequest[...]";
        }
    }
}
