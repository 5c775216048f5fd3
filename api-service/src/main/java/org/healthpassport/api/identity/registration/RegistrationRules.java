package org.healthpassport.api.identity.registration;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.EmailAddress;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Decides whether a registration can be taken, and says everything that is wrong with one that cannot. */
final class RegistrationRules {
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);

    private final MemberRules members = new MemberRules();
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
            members.refuse("/role", MemberRules.MISSING);
        }
        Optional<EmailAddress> email = members.email(request.email());
        String password = members.password(request.password(), email);
        RegistrationRequest.Name name = request.name();
        String given = members.name("/name/given", name == null ? null : name.given());
        String family = members.name("/name/family", name == null ? null : name.family());
        Optional<LocalDate> birthDate = birthDate(request.birthDate());
        refuseIfPresent("/licenseNumber", request.licenseNumber());
        refuseIfPresent("/hospitalId", request.hospitalId());
        refuseIfPresent("/organizationName", request.organizationName());
        List<InvalidMember> errors = members.errors();
        if (!errors.isEmpty() || email.isEmpty() || birthDate.isEmpty()) {
            return refused(Problem.invalid(errors.toArray(InvalidMember[]::new)));
        }
        return new Decided.Taken(
                new Registration(email.get(), password, new PatientState.Name(given, family), birthDate.get()));
    }

    private Optional<LocalDate> birthDate(@Nullable String text) {
        if (text == null) {
            members.refuse("/birthDate", MemberRules.MISSING);
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isBefore(EARLIEST_BIRTH) && !date.isAfter(today)) {
                return Optional.of(date);
            }
            members.refuse("/birthDate", "must be between " + EARLIEST_BIRTH + " and today");
        } catch (DateTimeException noDate) {
            members.refuse("/birthDate", "must be a date such as 1980-05-17");
        }
        return Optional.empty();
    }

    private void refuseIfPresent(String pointer, @Nullable String value) {
        if (value != null) {
            members.refuse(pointer, "is not for accounts of patients");
        }
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
