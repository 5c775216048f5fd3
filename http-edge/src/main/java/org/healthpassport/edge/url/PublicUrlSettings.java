package org.healthpassport.edge.url;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The setting of the public address.
 *
 * @param publicUrl where the outside reaches this installation; also {@code iss} and {@code aud} of access tokens
 */
@Validated
@ConfigurationProperties("healthpassport")
public record PublicUrlSettings(@PublicOrigin String publicUrl) {}
