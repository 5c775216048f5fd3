package org.healthpassport.api.identity.registration;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.EmailAddress;
import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Decides whether a registration can be taken, and says everything that is wrong with one that cannot. */
final class RegistrationRules {
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final int LONGEST_NAME = 200;
    private static final String MISSING = "is required";

    private final List<InvalidMember> errors = new ArrayList<>();
    private final LocalDate today;

    private RegistrationRules(LocalDate today) {
        this.today = today;
    }

    /** @param today in UTC+14, where a day begins first: who is born there is not refused */
    static Decided decide(RegistrationRequest request, LocalDate today) {
        Role role = request.role();
        if (role == Role.ADMIN || role == Role.AUDITOR) {
            return refused(Problem.of(ProblemType.FORBIDDEN, "Accounts of this kind are made by an administrator."));
        }
        if (role == Role.DOCTOR || role == Role.HOSPITAL) {
            return refused(Problem.invalid("/role", "cannot register yet"));
        }
        return new RegistrationRules(today).decide(request);
    }

    private Decided decide(RegistrationRequest request) {
        if (request.role() == null) {
            refuse("/role", MISSING);
        }
        Optional<EmailAddress> email = email(request.email());
        String password = password(request.password(), email);
        RegistrationRequest.Name name = request.name();
        String given = name("/name/given", name == null ? null : name.given());
        String family = name("/name/family", name == null ? null : name.family());
        Optional<LocalDate> birthDate = birthDate(request.birthDate());
        refuseIfPresent("/licenseNumber", request.licenseNumber());
        refuseIfPresent("/hospitalId", request.hospitalId());
        refuseIfPresent("/organizationName", request.organizationName());
        if (!errors.isEmpty() || email.isEmpty() || birthDate.isEmpty()) {
            return refused(Problem.invalid(errors.toArray(InvalidMember[]::new)));
        }
        return new Decided.Taken(
                new Registration(email.get(), password, new PatientState.Name(given, family), birthDate.get()));
    }

    private Optional<EmailAddress> email(@Nullable String text) {
        if (text == null) {
            refuse("/email", MISSING);
            return Optional.empty();
        }
        Optional<EmailAddress> email = EmailAddress.parse(text);
        if (email.isEmpty()) {
            refuse("/email", "is not an email address");
        }
        return email;
    }

    private String password(@Nullable String password, Optional<EmailAddress> email) {
        if (password == null) {
            refuse("/password", MISSING);
            return "";
        }
        PasswordRules.objection(password, email).ifPresent(objection -> refuse("/password", objection));
        return password;
    }

    private String name(String pointer, @Nullable String text) {
        String name = text == null
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (text == null) {
            refuse(pointer, MISSING);
        } else if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            refuse(pointer, "must have 1 to %d characters".formatted(LONGEST_NAME));
        } else if (name.codePoints().anyMatch(RegistrationRules::isUnprintable)) {
            refuse(pointer, "must not have control characters");
        }
        return name;
    }

    /** Also the marks that turn the direction of writing: they can make one name look like another. */
    private static boolean isUnprintable(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }

    private Optional<LocalDate> birthDate(@Nullable String text) {
        if (text == null) {
            refuse("/birthDate", MISSING);
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isBefore(EARLIEST_BIRTH) && !date.isAfter(today)) {
                return Optional.of(date);
            }
            refuse("/birthDate", "must be between " + EARLIEST_BIRTH + " and today");
        } catch (DateTimeException noDate) {
            refuse("/birthDate", "must be a date such as 1980-05-17");
        }
        return Optional.empty();
    }

    private void refuseIfPresent(String pointer, @Nullable String value) {
        if (value != null) {
            refuse(pointer, "is not for accounts of patients");
        }
    }

    private void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    private static Decided refused(Problem problem) {
        return new Decided.Refused(problem);
    }

    /** What the rules come to. */
    sealed interface Decided {
        record Taken(Registration registration) implements Decided {}

        record Refused(Problem problem) implements Decided {}
    }
}
