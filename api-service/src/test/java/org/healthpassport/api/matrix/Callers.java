package org.healthpassport.api.matrix;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.SecondFactor;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes callers: accounts with an open session and a token that the service issued. They are stored as the service stores
 * them, without the requests that would lead there.
 */
final class Callers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiUnderTest api;
    private final Map<Who, Caller> shared = new EnumMap<>(Who.class);
    private final String passwordHash;
    private final String hospitalId = newId();
    private final String anotherHospitalId = newId();

    /** @param sessionId of the token */
    record Caller(SignedIn signedIn, String sessionId) {}

    Callers(ApiUnderTest api) {
        this.api = api;
        this.passwordHash =
                api.bean(PasswordHashing.class).hash(ApiUnderTest.PASSWORD).block(PATIENCE);
        create(AccountState.ofHospital(newId(), credentials(), anotherHospitalId, "Other Hospital")
                .activated());
        for (Who who : Who.values()) {
            if (who != Who.ANONYMOUS) {
                shared.put(who, make(who, hospitalId));
            }
        }
    }

    /** The caller of a kind that all requests share. */
    Caller shared(Who who) {
        return shared.get(who);
    }

    /** A new caller of a kind. */
    Caller make(Who who) {
        return make(who, who == Who.HOSPITAL ? newId() : hospitalId);
    }

    /** The id of a new hospital, whose doctors may take emergency access or not. */
    String newHospital(boolean enabled) {
        String newHospitalId = newId();
        AccountState account = hospital(newHospitalId);
        create(enabled ? account.withEmergencyAccess(Instant.now()) : account);
        return newHospitalId;
    }

    /** An open session of somebody else than the caller. */
    String sessionOfAnother(@Nullable Caller caller) {
        Caller other = shared(Who.OTHER);
        return (other.equals(caller) ? shared(Who.SELF) : other).sessionId();
    }

    String hospitalId() {
        return hospitalId;
    }

    String anotherHospitalId() {
        return anotherHospitalId;
    }

    /** The id of a new account, by the name that the table has for it. */
    String newAccount(String name) {
        AccountState account = switch (name) {
            case "pendingHospital" -> AccountState.ofHospital(newId(), credentials(), newId(), "General Hospital");
            case "pendingDoctor" -> doctor(hospitalId);
            case "doctor" -> doctor(hospitalId).activated();
            case "patient" -> patient();
            case "patientWithSecondFactor" ->
                patient()
                        .withSecondFactor(
                                SecondFactor.unconfirmed("JBSWY3DPEHPK3PXP").confirmed(1, List.of(), Instant.now()));
            default -> throw new IllegalArgumentException("Expected a known account, but it is " + name);
        };
        create(account);
        return account.accountId();
    }

    private Caller make(Who who, String ofHospital) {
        return switch (who) {
            case SELF, OTHER -> signedIn(patient());
            case DOCTOR -> signedIn(doctor(ofHospital).activated());
            case ELSEWHERE -> {
                String another = newId();
                create(hospital(another));
                yield signedIn(doctor(another).activated());
            }
            case HOSPITAL -> signedIn(hospital(ofHospital).withEmergencyAccess(Instant.now()));
            case AUDITOR -> signedIn(AccountState.ofStaff(newId(), Role.AUDITOR, credentials(), null));
            case ADMIN -> signedIn(AccountState.ofStaff(newId(), Role.ADMIN, credentials(), null));
            case PENDING -> signedIn(doctor(ofHospital));
            case SUSPENDED -> signedIn(patient().suspended(new Suspension(null, AccountStatus.ACTIVE)));
            case CLOSED -> signedIn(patient().closed());
            case ENDED -> ended();
            case ANONYMOUS -> throw new IllegalArgumentException("Expected somebody with an account");
        };
    }

    AccountState patient() {
        String patientId = newId();
        PatientState.Name name = new PatientState.Name("Ada", "Example");
        api.bean(Patients.class)
                .create(new PatientState(patientId, name, BirthDate.of(1980, 5, 17)))
                .block(PATIENCE);
        return AccountState.ofPatient(newId(), credentials(), patientId);
    }

    /** One who waits for the activation. */
    AccountState doctor(String ofHospital) {
        return AccountState.ofDoctor(newId(), credentials(), ofHospital, "Grace Example", "L-77");
    }

    /** An active hospital that is not stored yet. */
    AccountState hospital(String newHospitalId) {
        return AccountState.ofHospital(newId(), credentials(), newHospitalId, "General Hospital")
                .activated();
    }

    /** Stores the account with an open session. */
    Caller signedIn(AccountState account) {
        Instant now = Instant.now();
        Session session = Session.started(newId(), account.role(), now);
        return issue(create(account.withSession(session, now)), session, account.email());
    }

    private Caller ended() {
        Instant now = Instant.now();
        AccountState account = patient();
        Session session = Session.started(newId(), account.role(), now);
        AccountState ended = account.withSession(session, now).withSessionEnded(session.id(), now);
        return issue(create(ended), session, account.email());
    }

    private Caller issue(AccountState account, Session session, String email) {
        String token = api.bean(AccessTokens.class)
                .issue(account.caller(), session, account.validAfter(), newId())
                .value();
        return new Caller(new SignedIn(account.accountId(), orEmpty(account.patientId()), email, token), session.id());
    }

    private AccountState create(AccountState account) {
        return api.bean(Accounts.class).create(account).block(PATIENCE);
    }

    private Credentials credentials() {
        EmailAddress email = EmailAddress.parse(newId() + "@passport.test").orElseThrow();
        return new Credentials(email, api.bean(Accounts.class).byEmail().indexOf(email), passwordHash);
    }

    private static String orEmpty(@Nullable String id) {
        return id == null ? "" : id;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
