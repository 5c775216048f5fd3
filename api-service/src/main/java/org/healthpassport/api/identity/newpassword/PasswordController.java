package org.healthpassport.api.identity.newpassword;

import com.fasterxml.jackson.annotation.JsonProperty;
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

/** {@code POST /api/auth/password}. */
@RestController
class PasswordController {
    private static final int LONGEST_PASSWORD = 256;
    private static final int LONGEST_CODE = 64;

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
        String current = request.current();
        String next = request.next();
        if (current == null || current.isEmpty() || current.length() > LONGEST_PASSWORD) {
            return invalid("/current", "must have 1 to %d characters".formatted(LONGEST_PASSWORD));
        }
        if (next == null) {
            return invalid("/new", "must be given");
        }
        if (request.code() != null && request.code().length() > LONGEST_CODE) {
            return invalid("/code", "must have at most %d characters".formatted(LONGEST_CODE));
        }
        return changing.change(caller, current, next, request.code());
    }

    private static Mono<Void> invalid(String pointer, String detail) {
        return Mono.error(InvalidInput.at(pointer, detail)::asException);
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
