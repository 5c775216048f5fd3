package org.healthpassport.api.identity.member;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/** Checks the members that accounts have, and collects the errors. */
public final class MemberRules {
    public static final String MISSING = "must be given";

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_LICENSE_NUMBER = 64;
    /** Counted in UTF-16 units before normalisation; no name in any language has more accents than this. */
    private static final int LONGEST_CHARACTER = 4;

    private final List<InvalidMember> errors = new ArrayList<>();

    public Optional<EmailAddress> email(@Nullable String text) {
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

    public String password(@Nullable String password, Optional<EmailAddress> email) {
        if (password == null) {
            refuse("/password", MISSING);
            return "";
        }
        PasswordRules.objection(password, email.map(EmailAddress::value))
                .ifPresent(objection -> refuse("/password", objection));
        return password;
    }

    public String name(String pointer, @Nullable String text) {
        return text(pointer, text, LONGEST_NAME);
    }

    /** The name of a person, of which one part is enough; a blank part counts as none. */
    public PatientState.Name personName(@Nullable String given, @Nullable String family) {
        return personName("/name", given, family);
    }

    /** The same for a name that is at another place. */
    public PatientState.Name personName(String pointer, @Nullable String given, @Nullable String family) {
        if (isBlank(given) && isBlank(family)) {
            refuse(pointer, "must have a given or a family name");
        }
        return new PatientState.Name(
                isBlank(given) ? null : name(pointer + "/given", given),
                isBlank(family) ? null : name(pointer + "/family", family));
    }

    /** The name of a person as one text, which may have been sent in two parts. */
    public String fullName(@Nullable SentName name) {
        if (name == null || name.whole() != null) {
            return name("/name", name == null ? null : name.whole());
        }
        return personName(name.given(), name.family()).inFull();
    }

    /**
     * A date of birth, as precise as it is known.
     *
     * @param today the date in UTC+14, where a day begins first, so that nobody born today is refused
     */
    public Optional<BirthDate> birthDate(@Nullable String text, LocalDate today) {
        if (text == null) {
            refuse("/birthDate", MISSING);
            return Optional.empty();
        }
        Optional<BirthDate> date = BirthDate.parse(text);
        date.map(given -> given.objection(today))
                .orElse(Optional.of("must be a date such as 1980-05-17, or 1980-05 or 1980 if no more is known"))
                .ifPresent(objection -> refuse("/birthDate", objection));
        return date;
    }

    public String licenseNumber(@Nullable String text) {
        return text("/licenseNumber", text, LONGEST_LICENSE_NUMBER);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
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

    public void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    /** Accepts the value that the members make; refuses them if there were errors. */
    public <T> Ruling<T> ruling(Supplier<T> value) {
        return errors.isEmpty() ? Ruling.accept(value.get()) : Ruling.refuse(new InvalidInput(errors));
    }
}
