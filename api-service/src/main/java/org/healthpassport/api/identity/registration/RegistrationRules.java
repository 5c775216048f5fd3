package org.healthpassport.api.identity.registration;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;

/** Decides whether a registration is valid, and lists every error of one that is not. */
final class RegistrationRules {
    private final MemberRules members = new MemberRules();
    private final RegistrationRequest request;
    private final Role role;
    private final LocalDate today;

    private RegistrationRules(RegistrationRequest request, LocalDate today) {
        this.request = request;
        this.role = request.role() == null ? Role.PATIENT : request.role();
        this.today = today;
    }

    /** @param today the date in UTC+14, where a day begins first, so that nobody born today is refused */
    static Ruling<Registration> decide(RegistrationRequest request, LocalDate today) {
        Role role = request.role();
        if (role == Role.ADMIN || role == Role.AUDITOR) {
            return Ruling.refuse(new RegistrationRefusal.OnlyByAdministrator());
        }
        return new RegistrationRules(request, today).decide();
    }

    private Ruling<Registration> decide() {
        if (request.role() == null) {
            members.refuse("/role", MemberRules.MISSING);
        }
        Optional<EmailAddress> email = members.email(request.email());
        String password = members.password(request.password(), email);
        Function<EmailAddress, Registration> registration = switch (role) {
            case HOSPITAL -> ofHospital(password);
            case DOCTOR -> ofDoctor(password);
            default -> ofPatient(password);
        };
        return members.ruling(() -> registration.apply(email.orElseThrow()));
    }

    private Function<EmailAddress, Registration> ofPatient(String password) {
        PatientState.Name name = members.personName(given(), family());
        Optional<BirthDate> birthDate = members.birthDate(request.birthDate(), today);
        refuseIfPresent("/licenseNumber", request.licenseNumber());
        refuseIfPresent("/hospitalId", request.hospitalId());
        refuseIfPresent("/organizationName", request.organizationName());
        return email -> new Registration.OfPatient(email, password, name, birthDate.orElseThrow());
    }

    private Function<EmailAddress, Registration> ofHospital(String password) {
        String organizationName = members.name("/organizationName", request.organizationName());
        refuseIfPresent("/name", request.name());
        refuseIfPresent("/birthDate", request.birthDate());
        refuseIfPresent("/licenseNumber", request.licenseNumber());
        refuseIfPresent("/hospitalId", request.hospitalId());
        return email -> new Registration.OfHospital(email, password, organizationName);
    }

    private Function<EmailAddress, Registration> ofDoctor(String password) {
        String name = members.personName(given(), family()).inFull();
        String licenseNumber = members.licenseNumber(request.licenseNumber());
        String hospitalId = request.hospitalId() == null ? "" : request.hospitalId();
        if (hospitalId.isEmpty()) {
            members.refuse("/hospitalId", MemberRules.MISSING);
        }
        refuseIfPresent("/birthDate", request.birthDate());
        refuseIfPresent("/organizationName", request.organizationName());
        return email -> new Registration.OfDoctor(email, password, name, licenseNumber, hospitalId);
    }

    private @Nullable String given() {
        return request.name() == null ? null : request.name().given();
    }

    private @Nullable String family() {
        return request.name() == null ? null : request.name().family();
    }

    private void refuseIfPresent(String pointer, @Nullable Object value) {
        if (value != null) {
            members.refuse(
                    pointer,
                    "must not be present for accounts of %ss"
                            .formatted(role.name().toLowerCase(Locale.ROOT)));
        }
    }
}
