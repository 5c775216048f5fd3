package org.healthpassport.audit.auditor;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of access tokens.
 *
 * @param jwksUrl the address at which api-service publishes the keys that its tokens are signed with
 */
@Validated
@ConfigurationProperties("healthpassport.audit")
record AccessSettings(@NotNull URI jwksUrl) {}
