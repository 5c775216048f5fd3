package org.healthpassport.api.identity.hospital;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountStatus;
import org.jspecify.annotations.Nullable;

/**
 * The account that was made for somebody who is invited.
 *
 * @param token allows the invited person to choose a password, once; null if they got it by mail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Invitation(
        String accountId,
        Role role,
        AccountStatus status,
        String hospitalId,

        @Schema(
                description =
                        "Only where no mail is sent: hand it over to the invited person, who chooses a password with it at /api/auth/password-reset/confirm within seven days")
        @Nullable
        String token) {

    @Override
    public String toString() {
        return "Invitation[" + accountId + ']';
    }
}
