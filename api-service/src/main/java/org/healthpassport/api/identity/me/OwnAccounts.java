package org.healthpassport.api.identity.me;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.token.TokenRefusal;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Shows and changes people's own accounts. The name and the birth date of a patient are the patient's, where FHIR shows
 * them too; reading them is recorded.
 */
@Component
class OwnAccounts {
    private static final String PATIENT = "PATIENT";

    private final Accounts accounts;
    private final ChangingEmail emails;
    private final Patients patients;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final Clock clock;

    OwnAccounts(
            Accounts accounts,
            ChangingEmail emails,
            Patients patients,
            PatientAccess access,
            AccessLog accessLog,
            Clock clock) {
        this.accounts = accounts;
        this.emails = emails;
        this.patients = patients;
        this.access = access;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /** Fails with {@link TokenRefusal.NoSuchAccount}. */
    Mono<OwnAccount> find(Caller caller) {
        return account(caller).flatMap(account -> shown(caller, account));
    }

    /**
     * Changes the name, the birth date of a patient, or the email.
     *
     * @param condition on the version of the account
     * @return fails with {@link InvalidInput}, and with a {@link MeRefusal}
     */
    Mono<OwnAccount> change(CallerSession session, IfMatch condition, ProfileRequest request) {
        return session.caller().role() == Role.PATIENT
                ? changePatient(session, condition, request)
                : Mono.fromCallable(() -> ProfileDecisions.checkOther(request).orThrow())
                        .zipWith(account(session.caller()))
                        .flatMap(both -> change(session, condition, both.getT1(), both.getT2()))
                        .map(OwnAccount::of);
    }

    /** Name and email change by one commit. */
    private Mono<AccountState> change(
            CallerSession session, IfMatch condition, ProfileDecisions.Profile wanted, AccountState account) {
        return emails.change(
                session,
                account,
                wanted.email(),
                current -> ProfileDecisions.rename(current, condition, wanted.name()));
    }

    /** The name and the birth date are the patient's; if they changed and the email does not, the answer says so. */
    private Mono<OwnAccount> changePatient(CallerSession session, IfMatch condition, ProfileRequest request) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14));
        return Mono.fromCallable(
                        () -> ProfileDecisions.checkPatient(request, today).orThrow())
                .zipWith(account(session.caller()))
                .delayUntil(both -> emails.requireRecentLogin(
                        session, both.getT2(), both.getT1().email()))
                .flatMap(both -> changePatient(session, condition, both.getT1(), both.getT2()));
    }

    private Mono<OwnAccount> changePatient(
            CallerSession session, IfMatch condition, ProfileDecisions.PatientProfile wanted, AccountState account) {
        long version = account.visibleVersion();
        return access.write(
                session.caller(),
                String.valueOf(session.caller().patientId()),
                AccessScope.RECORDS_WRITE,
                grant -> patients.change(
                                grant,
                                patient -> ProfileDecisions.change(
                                        patient, condition.minus(version), wanted.demographics()))
                        .flatMap(patient -> (wanted.email().isEmpty()
                                        ? Mono.just(account)
                                        : emails.change(
                                                session,
                                                account,
                                                wanted.email(),
                                                current -> ProfileDecisions.rename(
                                                        current, IfMatch.of(version), Optional.empty())))
                                .map(changed -> OwnAccount.of(changed, patient))));
    }

    /**
     * Moves a doctor to another hospital, where they wait for their activation; access through the hospital of before
     * ends at once.
     *
     * @return fails with {@link MeRefusal.OnlyForDoctors}, and with {@link InvalidInput} unless the hospital is active
     */
    Mono<OwnAccount> move(Caller caller, String hospitalId) {
        if (caller.role() != Role.DOCTOR) {
            return accessLog.deny(DenialReason.NOT_PERMITTED, new MeRefusal.OnlyForDoctors().asException());
        }
        // A missing and a pending hospital get the same answer, as nobody must learn which it is.
        Mono<Void> active = hospitalId.equals(caller.hospitalId())
                ? Mono.empty()
                : accounts.findHospital(hospitalId)
                        .filter(AccountState::mayAct)
                        .switchIfEmpty(Mono.error(
                                InvalidInput.at("/hospitalId", "must be the id of an active hospital")::asException))
                        .then();
        return active.then(Mono.defer(() -> accounts.change(
                        caller.accountId(), current -> ProfileDecisions.move(current.state(), hospitalId))))
                .map(OwnAccount::of);
    }

    private Mono<AccountState> account(Caller caller) {
        return accounts.find(caller.accountId())
                .switchIfEmpty(Mono.defer(() ->
                        accessLog.deny(DenialReason.INVALID_TOKEN, new TokenRefusal.NoSuchAccount().asException())));
    }

    /** A patient whose data cannot be read still sees the account. */
    private Mono<OwnAccount> shown(Caller caller, AccountState account) {
        return Mono.justOrEmpty(Optional.ofNullable(caller.patientId()))
                .flatMap(patientId -> access.read(
                        caller,
                        new DataRequest(AccessScope.DEMOGRAPHICS, patientId, PATIENT, patientId, Interaction.READ),
                        patients::find))
                .map(patient -> OwnAccount.of(account, patient))
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .defaultIfEmpty(OwnAccount.of(account));
    }
}
