package org.healthpassport.api.identity.admin;

import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.edge.text.EmailAddress;

/** The rules for the first administrator's email and password in settings, each as a test and in words. */
public final class AdministratorRules {
    public static final String EMAIL = "must be an email address, such as admin@example.org or admin@localhost";
    public static final String PASSWORD = PasswordRules.LENGTH + ", and " + PasswordRules.UNCOMMON;

    private AdministratorRules() {}

    public static boolean isEmail(String text) {
        return EmailAddress.parse(text).isPresent();
    }

    /** No further rules: an operator's password does not come from a form that could explain them. */
    public static boolean isPassword(String text) {
        return PasswordRules.hasGoodLength(text) && PasswordRules.isUncommon(text);
    }
}
