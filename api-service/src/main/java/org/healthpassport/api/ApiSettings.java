package org.healthpassport.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.healthpassport.api.identity.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Every setting of the service under {@code healthpassport}; one record, so that all that is wrong is listed at once.
 *
 * @param publicUrl where the outside reaches this installation; also {@code iss} and {@code aud} of access tokens
 * @param corsOrigins origins whose pages may call the API, besides that of {@code publicUrl}
 */
@Validated
@ConfigurationProperties("healthpassport")
public record ApiSettings(
        @NotNull(message = "must be set, for example to https://passport.example.org")
        @Pattern(regexp = ORIGIN, message = "must be http(s)://host[:port], without path, query or trailing slash")
        @Size(
                max = LONGEST_PUBLIC_URL,
                message = "must have at most {max} characters, as addresses in health links have at most 128")
        String publicUrl,

        @DefaultValue
        List<@Pattern(regexp = ORIGIN, message = "must be an origin: http(s)://host[:port]") String> corsOrigins,

        @Valid @DefaultValue Keys keys,
        @Valid @DefaultValue Admin admin,
        @Valid @DefaultValue Limits limits) {
    /** What is left of 128 characters for an address beside {@code /shl/} and a token of 256 bits in base64url. */
    private static final int LONGEST_PUBLIC_URL = 128 - 5 - 43;

    private static final String ORIGIN = "https?://[^/?#\\s*@]+";

    public ApiSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /** Whether browsers reach this installation by TLS, so that they can be told to insist on it. */
    public boolean isPublicUrlSecure() {
        return "https".equals(URI.create(publicUrl).getScheme());
    }

    /**
     * Where the key-encryption keys are.
     *
     * @param createMissing whether keys that are not there are made: for the first start, and for development
     */
    public record Keys(
            @NotNull(message = "must be set to the folder of the key-encryption keys")
            Path folder,

            @DefaultValue("false") boolean createMissing) {}

    /**
     * What one client may ask for.
     *
     * @param registrationsPerMinute of one address, on this instance
     * @param recordsPerPatient deleted ones too, as their history is kept; more are refused with 507
     * @param recordBytesPerPatient of all versions of all records; more are refused with 507
     * @param qrCodesPerPatient revoked and expired ones too; more are refused with 507
     */
    public record Limits(
            @DefaultValue("60") @Min(1) int registrationsPerMinute,
            @DefaultValue("10000") @Min(1) int recordsPerPatient,
            @DefaultValue("200MB") DataSize recordBytesPerPatient,
            @DefaultValue("10000") @Min(1) int qrCodesPerPatient) {}

    /**
     * The first administrator, made at start when there is no account with that email; without an email, none is.
     *
     * @param password a generated one is written to {@code passwordFile} where this is not set
     */
    public record Admin(
            @Nullable String email,
            @Nullable String password,
            @Nullable Path passwordFile) {
        public Admin {
            email = email == null || email.isBlank() ? null : email;
            password = password == null || password.isBlank() ? null : password;
        }

        /** The value itself stays out of what Spring Boot prints of a failed check. */
        @AssertTrue(
                message =
                        "healthpassport.admin.email must be an email address, such as admin@example.org or admin@localhost")
        boolean isEmailValid() {
            return email == null || EmailAddress.parse(email).isPresent();
        }

        @AssertTrue(message = "healthpassport.admin.password must have 10 to 128 characters")
        boolean isPasswordOfGoodLength() {
            return password == null || (password.length() >= 10 && password.length() <= 128);
        }

        @AssertTrue(
                message = "with healthpassport.admin.email, either healthpassport.admin.password or "
                        + "healthpassport.admin.password-file must be set")
        boolean isPasswordOrFileGiven() {
            return email == null || password != null || passwordFile != null;
        }

        @Override
        public String toString() {
            return "Admin[passwordFile=" + passwordFile + ']';
        }
    }
}
