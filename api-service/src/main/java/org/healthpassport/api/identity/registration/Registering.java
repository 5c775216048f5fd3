package org.healthpassport.api.identity.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.confirmation.AskingForConfirmation;
import org.healthpassport.api.identity.mail.MailSettings;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Creates the accounts that anybody can register, and the patient for an account of a patient. The patient is saved
 * first; the insert of the account, whose email must be unique, decides whether the registration succeeded.
 *
 * <p>Where emails are confirmed, every registration gets an account that is unconfirmed. Only the mail that is sent depends on
 * whether the email has an account already.
 */
@Component
class Registering {
    /** Far longer than a registration takes, and far shorter than the sweep waits. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final Patients patients;
    private final UnfinishedRegistrations unfinished;
    private final PasswordHashing passwords;
    private final AskingForConfirmation confirmations;
    private final boolean confirmation;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;

    Registering(
            Accounts accounts,
            Patients patients,
            UnfinishedRegistrations unfinished,
            PasswordHashing passwords,
            AskingForConfirmation confirmations,
            MailSettings settings,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.patients = patients;
        this.unfinished = unfinished;
        this.passwords = passwords;
        this.confirmations = confirmations;
        this.confirmation = settings.emailConfirmation();
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Gives the new account, or the one that was registered with the same key. Fails with {@link InvalidInput} or a
     * {@link RegistrationRefusal} if the registration is refused. The account of an unconfirmed email must not be shown.
     */
    Mono<AccountView> register(@Nullable IdempotencyKey key, RegistrationRequest request) {
        return Mono.fromCallable(
                        () -> RegistrationRules.decide(request, latestDate()).orThrow())
                .flatMap(registration -> creations
                        .create(
                                // Nobody is signed in, so the email says whose key it is.
                                new KeyedRequest(accounts.byEmail().indexOf(registration.email()), "registration", key),
                                ids.next(),
                                new Creation<>(
                                        () -> Creation.json(request),
                                        accountId -> register(accountId, registration)
                                                .map(AccountView::of),
                                        accountId -> accounts.find(accountId)
                                                .map(account -> firstAnswer(registration, account)),
                                        accounts::ruleOut))
                        .timeout(TIMEOUT));
    }

    /** The account may have been activated, or moved to another hospital, since. */
    private static AccountView firstAnswer(Registration registration, AccountState account) {
        return new AccountView(
                account.accountId(),
                account.role(),
                registration instanceof Registration.OfPatient ? AccountStatus.ACTIVE : AccountStatus.PENDING,
                account.patientId(),
                registration instanceof Registration.OfDoctor doctor ? doctor.hospitalId() : account.hospitalId());
    }

    private LocalDate latestDate() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14));
    }

    private Mono<AccountState> register(String accountId, Registration registration) {
        String emailIndex = accounts.byEmail().indexOf(registration.email());
        return requireHospital(registration)
                .then(Mono.defer(() ->
                        confirmation ? Mono.just(false) : accounts.byEmail().exists(emailIndex)))
                .flatMap(taken -> taken ? Mono.error(emailTaken()) : passwords.hash(registration.password()))
                .flatMap(
                        hash -> save(accountId, registration, new Credentials(registration.email(), emailIndex, hash)));
    }

    /** A missing and a pending hospital get the same answer, as strangers must not learn which it is. */
    private Mono<Void> requireHospital(Registration registration) {
        return registration instanceof Registration.OfDoctor doctor
                ? accounts.findHospital(doctor.hospitalId())
                        .filter(AccountState::mayAct)
                        .switchIfEmpty(Mono.error(
                                InvalidInput.at("/hospitalId", "must be the id of an active hospital")::asException))
                        .then()
                : Mono.empty();
    }

    private Mono<AccountState> save(String accountId, Registration registration, Credentials credentials) {
        if (registration instanceof Registration.OfPatient of) {
            PatientState patient = new PatientState(ids.next(), of.name(), of.birthDate());
            return save(
                    patient.patientId(),
                    patients.create(patient).then(),
                    AccountState.ofPatient(accountId, credentials, patient.patientId()));
        }
        if (registration instanceof Registration.OfHospital hospital) {
            return save(AccountState.ofHospital(accountId, credentials, ids.next(), hospital.organizationName()));
        }
        Registration.OfDoctor doctor = (Registration.OfDoctor) registration;
        return save(AccountState.ofDoctor(
                accountId, credentials, doctor.hospitalId(), doctor.name(), doctor.licenseNumber()));
    }

    private Mono<AccountState> save(AccountState account) {
        return save(account.accountId(), Mono.empty(), account);
    }

    /** @param subjectId the patient; the account itself if it is not a patient's */
    private Mono<AccountState> save(String subjectId, Mono<Void> createPatient, AccountState account) {
        return confirmation
                ? confirmations.register(account, unconfirmed -> saved(subjectId, createPatient, unconfirmed))
                : saved(subjectId, createPatient, account);
    }

    private Mono<AccountState> saved(String subjectId, Mono<Void> createPatient, AccountState account) {
        // Only a duplicate proves that the account does not exist; after any other failure the sweep finds out.
        return unfinished
                .begin(subjectId, account.accountId(), clock.instant())
                .then(createPatient)
                .then(accounts.create(account))
                .onErrorResume(
                        DuplicateKeyException.class,
                        lost -> unfinished
                                .discard(subjectId, account.accountId())
                                .then(Mono.error(emailTaken())))
                .flatMap(created -> unfinished.finish(subjectId).thenReturn(created));
    }

    private static Refused emailTaken() {
        return new RegistrationRefusal.EmailTaken().asException();
    }
}
