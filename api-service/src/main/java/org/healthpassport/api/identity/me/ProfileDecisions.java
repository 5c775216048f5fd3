package org.healthpassport.api.identity.me;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.identity.member.SentName;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.healthpassport.events.account.DoctorMoved;
import org.healthpassport.events.patient.DemographicsChanged;
import org.jspecify.annotations.Nullable;

/** Decides what people may change of their own account. */
final class ProfileDecisions {

    private ProfileDecisions() {}

    /** Checks the members of a patient's request, by the rules of a registration. */
    static Ruling<PatientProfile> checkPatient(ProfileRequest request, LocalDate today) {
        MemberRules members = new MemberRules();
        SentName sent = request.name();
        PatientState.Name name = sent == null ? null : members.personName(sent.given(), sent.family());
        Optional<BirthDate> birthDate =
                request.birthDate() == null ? Optional.empty() : members.birthDate(request.birthDate(), today);
        Optional<EmailAddress> email = email(members, request);
        return members.ruling(() -> new PatientProfile(new Demographics(name, birthDate.orElse(null)), email));
    }

    /** Checks the members of anybody else's request. */
    static Ruling<Profile> checkOther(ProfileRequest request) {
        MemberRules members = new MemberRules();
        String name = request.name() == null ? null : members.fullName(request.name());
        if (request.birthDate() != null) {
            members.refuse("/birthDate", "must be present for patients only");
        }
        Optional<EmailAddress> email = email(members, request);
        return members.ruling(() -> new Profile(Optional.ofNullable(name), email));
    }

    private static Optional<EmailAddress> email(MemberRules members, ProfileRequest request) {
        return request.email() == null ? Optional.empty() : members.email(request.email());
    }

    /** @param condition on the version of the patient */
    static Decision<PatientState> change(Snapshot<PatientState> patient, IfMatch condition, Demographics wanted) {
        if (!condition.allows(patient.version())) {
            return Decision.refuse(new MeRefusal.Stale());
        }
        PatientState before = patient.state();
        PatientState after = before.with(
                wanted.name() == null ? before.name() : wanted.name(),
                wanted.birthDate() == null ? before.birthDate() : wanted.birthDate());
        return after.equals(before)
                ? Decision.unchanged()
                : Decision.accept(
                        after,
                        new NewEvent(EventType.DEMOGRAPHICS_CHANGED, new DemographicsChanged(before.patientId())));
    }

    /** @param condition on the version of the account */
    static Decision<AccountState> rename(AccountState account, IfMatch condition, Optional<String> name) {
        if (!account.maySignIn()) {
            return Decision.refuse(new MeRefusal.NotActive());
        }
        if (!condition.allows(account.visibleVersion())) {
            return Decision.refuse(new MeRefusal.Stale());
        }
        return name.isEmpty() || name.get().equals(account.name())
                ? Decision.unchanged()
                : Decision.accept(
                        account.renamed(name.get()),
                        new NewEvent(
                                EventType.ACCOUNT_CHANGED, new AccountChanged(account.accountId(), List.of("name"))));
    }

    /**
     * A suspended doctor does not move, as that would end the suspension.
     *
     * @param hospitalId an active hospital
     */
    static Decision<AccountState> move(AccountState account, String hospitalId) {
        String before = account.hospitalId();
        if (account.role() != Role.DOCTOR || before == null) {
            return Decision.refuse(new MeRefusal.OnlyForDoctors());
        }
        if (!account.mayAct()) {
            return Decision.refuse(new MeRefusal.NotActive());
        }
        return hospitalId.equals(before)
                ? Decision.unchanged()
                : Decision.accept(
                        account.movedTo(hospitalId),
                        new NewEvent(EventType.DOCTOR_MOVED, new DoctorMoved(account.accountId(), before, hospitalId)));
    }

    /** A change of the account of a patient; an empty email stays as it is. */
    record PatientProfile(Demographics demographics, Optional<EmailAddress> email) {}

    /** A change of another account; what is empty stays as it is. */
    record Profile(Optional<String> name, Optional<EmailAddress> email) {}

    /** New demographics of a patient, all valid; null members stay as they are. */
    record Demographics(
            PatientState.@Nullable Name name, @Nullable BirthDate birthDate) {}
}
