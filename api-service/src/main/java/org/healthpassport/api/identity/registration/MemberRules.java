package org.healthpassport.api.identity.registration;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/** Checks the members that a new account of any kind has, and collects the errors. */
final class MemberRules {
    static final String MISSING = "must be given";

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_LICENSE_NUMBER = 64;
    /** Counted in UTF-16 units before normalisation; no name in any language has more accents than this. */
    private static final int LONGEST_CHARACTER = 4;

    private final List<InvalidMember> errors = new ArrayList<>();

    Optional<EmailAddress> email(@Nullable String text) {
        if (text == null) {
            refuse("/email", MISSING);
            return Optional.empty();
        }
        Optional<EmailAddress> email = EmailAddress.parse(text);
        if (email.isEmpty()) {
            refuse("/email", "must be an email address");
        }
        return email;
    }

    String password(@Nullable String password, Optional<EmailAddress> email) {
        if (password == null) {
            refuse("/password", MISSING);
            return "";
        }
        PasswordRules.objection(password, email.map(EmailAddress::value))
                .ifPresent(objection -> refuse("/password", objection));
        return password;
    }

    String name(String pointer, @Nullable String text) {
        return text(pointer, text, LONGEST_NAME);
    }

    /** A name that was given in two parts, as one text. */
    String fullName(@Nullable String given, @Nullable String family) {
        return name("/name/given", given) + ' ' + name("/name/family", family);
    }

    String licenseNumber(@Nullable String text) {
        return text("/licenseNumber", text, LONGEST_LICENSE_NUMBER);
    }

    private String text(String pointer, @Nullable String text, int longest) {
        if (text == null) {
            refuse(pointer, MISSING);
            return "";
        }
        // A text that is far too long is refused unread: normalising a whole request body could take seconds.
        String value = text.length() > LONGEST_CHARACTER * longest
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (value.isEmpty() || value.codePointCount(0, value.length()) > longest) {
            refuse(pointer, "must have 1 to %d characters".formatted(longest));
        } else {
            Printable.objectionToName(value).ifPresent(objection -> refuse(pointer, objection));
        }
        return value;
    }

    void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    /** Accepts the value that the members make; refuses them if there were errors. */
    <T> Ruling<T> ruling(Supplier<T> value) {
        return errors.isEmpty() ? Ruling.accept(value.get()) : Ruling.refuse(new InvalidInput(errors));
    }
}
