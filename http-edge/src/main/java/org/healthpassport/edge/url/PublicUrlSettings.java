package org.healthpassport.edge.url;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The setting of the public address.
 *
 * @param publicUrl where the outside reaches this installation; also {@code iss} and {@code aud} of access tokens
 */
@Validated
@ConfigurationProperties("healthpassport")
public record PublicUrlSettings(
        @NotNull(message = "must be set, for example to https://passport.example.org")
        @Pattern(
                regexp = PublicUrl.ORIGIN,
                message = "must be http(s)://host[:port], without path, query or trailing slash")
        @Size(
                max = PublicUrl.LONGEST,
                message = "must have at most {max} characters, as addresses in health links have at most 128")
        String publicUrl) {}
