package org.healthpassport.audit.auditor;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of access tokens, and of the api-service that issues them.
 *
 * @param jwksUrl the address at which api-service publishes the keys that its tokens are signed with,
 *     {@code .well-known/jwks.json} under its base
 */
@Validated
@ConfigurationProperties("healthpassport.audit")
public record AccessSettings(@NotNull URI jwksUrl) {

    /** The address of another resource of the same api-service. */
    public URI ofApiService(String path) {
        return jwksUrl.resolve("../" + path);
    }
}
