package org.healthpassport.api.identity.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.AccountState;
import org.healthpassport.api.identity.AccountStatus;
import org.healthpassport.api.identity.Accounts;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.registration.RegistrationRules.Decided;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes a patient and the account of that patient. The patient comes first; the insert of the account, whose email no
 * other account may have, decides whether there ever was a registration.
 */
@Component
class Registering {
    /** Far longer than it takes, and far shorter than the sweep waits. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final Patients patients;
    private final UnfinishedRegistrations unfinished;
    private final PasswordHashing passwords;
    private final Ids ids;
    private final Clock clock;

    Registering(
            Accounts accounts,
            Patients patients,
            UnfinishedRegistrations unfinished,
            PasswordHashing passwords,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.patients = patients;
        this.unfinished = unfinished;
        this.passwords = passwords;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<AccountState> register(RegistrationRequest request) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14));
        Decided decided = RegistrationRules.decide(request, today);
        if (decided instanceof Decided.Refused refused) {
            return Mono.error(refused.problem().asException());
        }
        return register(((Decided.Taken) decided).registration()).timeout(TIMEOUT);
    }

    private Mono<AccountState> register(Registration registration) {
        String emailIndex = accounts.indexOf(registration.email());
        return accounts.existsWithEmail(emailIndex)
                .flatMap(taken -> taken ? Mono.error(emailTaken()) : passwords.hash(registration.password()))
                .flatMap(hash -> save(registration, emailIndex, hash));
    }

    private Mono<AccountState> save(Registration registration, String emailIndex, String passwordHash) {
        PatientState patient = new PatientState(ids.next(), registration.name(), registration.birthDate());
        AccountState account = new AccountState(
                ids.next(),
                Role.PATIENT,
                AccountStatus.ACTIVE,
                registration.email().value(),
                emailIndex,
                passwordHash,
                patient.patientId(),
                null);
        // Only a duplicate says for certain that there is no account; after anything else the sweep finds out.
        return unfinished
                .begin(patient.patientId(), account.accountId(), clock.instant())
                .then(patients.create(patient))
                .then(accounts.create(account))
                .onErrorResume(
                        DuplicateKeyException.class,
                        lost -> unfinished
                                .discard(patient.patientId(), account.accountId())
                                .then(Mono.error(emailTaken())))
                .flatMap(created -> unfinished.finish(patient.patientId()).thenReturn(created));
    }

    static Throwable emailTaken() {
        return Problem.of(ProblemType.EMAIL_TAKEN, "Sign in, or use another email.")
                .asException();
    }
}
