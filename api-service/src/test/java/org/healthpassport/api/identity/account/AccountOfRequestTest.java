package org.healthpassport.api.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.standing.AccountStanding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;

/** The service looks at the account of each request, whatever its role. */
class AccountOfRequestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The rule is one second; the rest is for a busy machine. {@code RecentAccountsTest} has the exact time. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);
    private final ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "DOCTOR", "HOSPITAL", "ADMIN"})
    void shouldSeeSuspensionAtOnceHere(String role) {
        // given
        SignedIn who = newAccount(role);
        assertThat(status(who)).isEqualTo(200);

        // when
        change(api.bean(Accounts.class), who, account -> account.suspended(new Suspension(null, AccountStatus.ACTIVE)));

        // then
        assertThat(status(who)).isEqualTo(401);
        change(api.bean(Accounts.class), who, AccountState::activated);
        assertThat(status(who)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "DOCTOR", "HOSPITAL", "ADMIN"})
    void shouldSeeSuspensionByAnotherInstanceSoon(String role) {
        // given
        SignedIn who = newAccount(role);
        assertThat(status(who)).isEqualTo(200);

        // when
        change(anotherInstance(), who, account -> account.suspended(new Suspension(null, AccountStatus.ACTIVE)));

        // then
        awaitStatus(who, 401);
        change(anotherInstance(), who, AccountState::activated);
        awaitStatus(who, 200);
    }

    @Test
    void shouldSeeTheEndOfASessionByAnotherInstanceSoon() {
        // given
        SignedIn patient = api.newPatient();
        SignedIn elsewhere = new SignedIn(
                patient.accountId(),
                patient.patientId(),
                patient.email(),
                api.logIn(patient.email(), ApiUnderTest.PASSWORD));
        assertThat(status(patient)).isEqualTo(200);

        // when
        change(
                anotherInstance(),
                patient,
                account -> account.withSessionEnded(account.sessions().get(0).id(), Instant.now()));

        // then
        awaitStatus(patient, 401);
        assertThat(status(elsewhere)).isEqualTo(200);
    }

    @Test
    void shouldRefuseTokenFromBeforeThePasswordWasChangedAndTakeTheNext() {
        // given
        SignedIn patient = api.newPatient();
        assertThat(status(patient)).isEqualTo(200);

        // when
        change(api.bean(Accounts.class), patient, account -> account.withTokensRevoked(Instant.now()));

        // then
        assertThat(status(patient)).isEqualTo(401);
        String next = api.logIn(patient.email(), ApiUnderTest.PASSWORD);
        assertThat(status(new SignedIn(patient.accountId(), patient.patientId(), patient.email(), next)))
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseTokenOfAccountThatIsGone() {
        // given
        SignedIn patient = api.newPatient();
        assertThat(status(patient)).isEqualTo(200);

        // when
        mongo.remove(query(where("_id").is(patient.accountId())), AccountStanding.COLLECTION)
                .block(PATIENCE);

        // then
        awaitStatus(patient, 401);
    }

    @Test
    void shouldWriteStandingAgainThatIsMissingOrNotItsOwn() {
        // given
        SignedIn patient = api.newPatient();
        SignedIn other = api.newPatient();

        for (Object damaged : new Object[] {null, stored(other).get(AccountStanding.FIELD)}) {
            // when
            Update damage = damaged == null
                    ? new Update().unset(AccountStanding.FIELD)
                    : new Update().set(AccountStanding.FIELD, damaged);
            mongo.updateFirst(query(where("_id").is(patient.accountId())), damage, AccountStanding.COLLECTION)
                    .block(PATIENCE);

            // then
            await().atMost(SOON).until(() -> {
                assertThat(status(patient)).isEqualTo(200);
                return !Objects.equals(stored(patient).get(AccountStanding.FIELD), damaged);
            });
        }
    }

    @Test
    void shouldWriteStandingAtLoginForServicesThatOnlyReadIt() {
        // given
        SignedIn patient = api.newPatient();
        mongo.updateFirst(
                        query(where("_id").is(patient.accountId())),
                        new Update().unset(AccountStanding.FIELD),
                        AccountStanding.COLLECTION)
                .block(PATIENCE);

        // when, then the first login more than a second after the last look at the account
        await().atMost(SOON).until(() -> {
            api.logIn(patient.email(), ApiUnderTest.PASSWORD);
            return stored(patient).containsKey(AccountStanding.FIELD);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotBelieveAnOldDocumentThatWasPutBack(boolean withStanding) {
        // given
        SignedIn patient = api.newPatient();
        Document active = stored(patient);
        change(
                api.bean(Accounts.class),
                patient,
                account -> account.suspended(new Suspension(null, AccountStatus.ACTIVE)));
        assertThat(status(patient)).isEqualTo(401);

        // when
        if (!withStanding) {
            active.remove(AccountStanding.FIELD);
        }
        mongo.save(active, AccountStanding.COLLECTION).block(PATIENCE);

        // then
        awaitStatus(patient, 503);
    }

    @Test
    void shouldKeepTheHospitalOfADoctorSealed() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);

        // then
        assertThat(stored(doctor.signedIn()).toJson()).doesNotContain(hospital.hospitalId());
    }

    private SignedIn newAccount(String role) {
        return switch (role) {
            case "PATIENT" -> api.newPatient();
            case "ADMIN" -> api.administrator();
            case "HOSPITAL" -> members.hospital().signedIn();
            default -> members.doctor(members.hospital()).signedIn();
        };
    }

    /** Another instance's view of the accounts, which tells the first one nothing. */
    @SuppressWarnings("unchecked")
    private Accounts anotherInstance() {
        return new Accounts(
                api.bean(AggregateStore.class),
                api.bean(SubjectKeyRing.class),
                (SharedSecret<KeyedDigest>) api.bean("emailIndexKey", SharedSecret.class),
                mongo,
                api.bean(KeyEncryptionKeys.class),
                api.bean(SecondFactorSettings.class),
                Accounts.watchedAccounts(),
                Restoration.of((account, lost) -> account),
                Clock.systemUTC());
    }

    private static void change(Accounts accounts, SignedIn who, UnaryOperator<AccountState> change) {
        accounts.change(who.accountId(), account -> Decision.accept(change.apply(account.state())))
                .block(PATIENCE);
    }

    private Document stored(SignedIn who) {
        return Objects.requireNonNull(mongo.findById(who.accountId(), Document.class, AccountStanding.COLLECTION)
                .block(PATIENCE));
    }

    private void awaitStatus(SignedIn who, int status) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> status(who) == status);
    }

    private int status(SignedIn who) {
        return api.client(who)
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody(Map.class)
                .returnResult()
                .getStatus()
                .value();
    }
}
