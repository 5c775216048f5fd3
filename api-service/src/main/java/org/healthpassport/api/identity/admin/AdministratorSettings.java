package org.healthpassport.api.identity.admin;

import jakarta.validation.constraints.AssertTrue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The first administrator, made at start if there is no account with that email; without an email, none is made.
 *
 * @param password if it is not set, one is generated and written to {@code passwordFile}
 */
@Validated
@ConfigurationProperties("healthpassport.admin")
public record AdministratorSettings(
        @Nullable String email,
        @Nullable String password,
        @Nullable Path passwordFile) {

    public AdministratorSettings {
        email = email == null || email.isBlank() ? null : email;
        password = password == null || password.isBlank() ? null : password;
    }

    @AssertTrue(message = "healthpassport.admin.email " + AdministratorRules.EMAIL)
    boolean isEmailValid() {
        return email == null || AdministratorRules.isEmail(email);
    }

    @AssertTrue(message = "healthpassport.admin.password " + AdministratorRules.PASSWORD)
    boolean isPasswordOfGoodLength() {
        return password == null || AdministratorRules.isPassword(password);
    }

    @AssertTrue(
            message = "with healthpassport.admin.email, either healthpassport.admin.password or "
                    + "healthpassport.admin.password-file must be set")
    boolean isPasswordOrFileGiven() {
        return email == null || password != null || passwordFile != null;
    }

    @Override
    public String toString() {
        return "AdministratorSettings[passwordFile=" + passwordFile + ']';
    }
}
