package org.healthpassport.api.identity.account;

import org.healthpassport.api.access.Role;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The accounts that must have a second factor. A changed setting holds for an account from its next login or refresh on, so
 * for all accounts after the ten minutes of an access token.
 *
 * @param required true if administrators, auditors and hospitals must have one before they can do anything but enrol it
 */
@ConfigurationProperties("healthpassport.second-factor")
record SecondFactorSettings(boolean required) {

    boolean isMissing(AccountState account) {
        return required && isPrivileged(account.role()) && !account.hasSecondFactor();
    }

    private static boolean isPrivileged(Role role) {
        return role == Role.ADMIN || role == Role.AUDITOR || role == Role.HOSPITAL;
    }
}
