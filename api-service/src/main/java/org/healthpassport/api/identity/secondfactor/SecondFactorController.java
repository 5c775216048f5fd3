package org.healthpassport.api.identity.secondfactor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.SecondFactor;
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

/** {@code /api/auth/totp...}: owners enrol and remove their second factor; administrators remove one that was lost. */
@RestController
class SecondFactorController {
    private final Enrolment enrolment;

    SecondFactorController(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @Operation(
            description =
                    "Makes a secret for an authenticator app, within 15 minutes after a login. It counts only when a code of the app"
                            + " has confirmed it; until then another call replaces it.")
    @PostMapping("/api/auth/totp")
    Mono<BegunView> begin(CallerSession session) {
        return enrolment.begin(session).mapNotNull(BegunView::of);
    }

    @Operation(
            description =
                    "Turns the second factor on with a code of the app, and answers ten recovery codes that are never shown"
                            + " again.")
    @PostMapping("/api/auth/totp/confirm")
    Mono<RecoveryCodesView> confirm(Caller caller, @RequestBody CodeRequest request) {
        return enrolment
                .confirm(caller.accountId(), SentSecret.code("/code", request.code()))
                .map(RecoveryCodesView::new);
    }

    @Operation(description = "Turns the second factor off, for an owner who has the password and a code.")
    @PostMapping("/api/auth/totp/removal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> remove(Caller caller, @RequestBody RemovalRequest request) {
        String password = SentSecret.password("/password", request.password());
        return enrolment.remove(caller.accountId(), password, SentSecret.code("/code", request.code()));
    }

    @Operation(description = "Turns off a second factor that its owner has lost; 403 for the caller's own.")
    @DeleteMapping("/api/admin/accounts/{accountId}/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> removeLost(Caller caller, @PathVariable String accountId) {
        return enrolment.removeLost(caller, accountId);
    }

    record CodeRequest(@Schema(example = "755224") @Nullable String code) {

        @Override
        public String toString() {
            return "CodeRequest[...]";
        }
    }

    /** @param code of the authenticator app, or a recovery code */
    record RemovalRequest(
            @Schema(example = "correct horse battery") @Nullable
            String password,

            @Schema(example = "755224") @Nullable String code) {

        @Override
        public String toString() {
            return "RemovalRequest[...]";
        }
    }

    /**
     * A second factor that waits for its first code.
     *
     * @param secret in Base32, for people who cannot scan
     * @param uri the text of the QR code that the authenticator app scans
     */
    record BegunView(
            @Schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
            String secret,

            @Schema(
                    example = "otpauth://totp/Health%20Passport:ada%40example.org"
                            + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Health%20Passport")
            String uri) {

        static @Nullable BegunView of(AccountState account) {
            SecondFactor begun = account.secondFactor();
            return begun == null ? null : new BegunView(begun.secret(), Totp.uri(begun.secret(), account.email()));
        }

        @Override
        public String toString() {
            return "BegunView[...]";
        }
    }

    record RecoveryCodesView(
            @Schema(example = "[\"k3v9-m0x7-qdr2-8twz\"]") List<String> recoveryCodes) {

        @Override
        public String toString() {
            return "RecoveryCodesView[...]";
        }
    }
}
