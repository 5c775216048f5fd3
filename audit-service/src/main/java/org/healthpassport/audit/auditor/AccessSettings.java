package org.healthpassport.audit.auditor;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.healthpassport.edge.url.PublicOrigin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of access tokens.
 *
 * @param publicUrl the address of this installation as clients reach it: {@code iss} and {@code aud} of access tokens
 */
@Validated
@ConfigurationProperties("healthpassport")
record AccessSettings(
        @PublicOrigin String publicUrl, @NotNull @Valid Audit audit) {

    /** @param jwksUrl the address at which api-service publishes the keys that its tokens are signed with */
    record Audit(@NotNull URI jwksUrl) {}
}
