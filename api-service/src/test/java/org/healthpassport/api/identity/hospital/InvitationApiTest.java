package org.healthpassport.api.identity.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.MailSettings;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.identity.member.SentName;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hospitals invite further administrators over HTTP, with a real mail. */
class InvitationApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);
    private final String email = UUID.randomUUID() + "@example.org";
    private final Mailbox mailbox = new Mailbox(api, email);

    @Test
    void shouldLetInvitedPersonManageTheHospitalsDoctors() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Member hospital = members.hospital();

            // when
            Map<?, ?> invitation = created(invite(hospital.signedIn(), hospital.hospitalId(), null));

            // then
            String accountId = (String) invitation.get("accountId");
            assertThat(invitation)
                    .isEqualTo(Map.of(
                            "accountId",
                            accountId,
                            "role",
                            "HOSPITAL",
                            "status",
                            "ACTIVE",
                            "hospitalId",
                            hospital.hospitalId()));
            assertThat(recorded.one(event -> event.type() == EventType.ACCOUNT_REGISTERED
                                    && event.key().equals(accountId))
                            .stamp()
                            .getActor())
                    .isEqualTo(hospital.accountId());
            choosePassword(tokenOfTheMail()).expectStatus().isNoContent();
            SignedIn invited = new SignedIn(accountId, "", email, api.logIn(email, ApiUnderTest.PASSWORD));
            Member doctor = members.pendingDoctor(hospital);
            members.activateDoctor(new Member(hospital.hospitalId(), invited), doctor.accountId())
                    .expectStatus()
                    .isNoContent();
            assertThat(api.logged()).doesNotContain(email);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldStillListTheHospitalOnceByItsOwnName() {
        // given
        Member hospital = members.hospital();
        created(invite(hospital.signedIn(), hospital.hospitalId(), null));

        // when
        Map<?, ?> page = api.client(hospital.signedIn())
                .get()
                .uri("/api/hospitals?limit=200")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();

        // then
        assertThat((List<Object>) page.get("items"))
                .containsOnlyOnce(Map.of("hospitalId", hospital.hospitalId(), "name", "General Hospital"))
                .noneMatch(item -> ((Map<?, ?>) item).get("name").equals("Florence Example"));
    }

    @Test
    void shouldStopFurtherAdministratorsWithTheHospital() {
        // given
        Member hospital = members.hospital();
        String accountId = (String) created(invite(hospital.signedIn(), hospital.hospitalId(), null))
                .get("accountId");
        choosePassword(tokenOfTheMail()).expectStatus().isNoContent();
        Member invited = new Member(
                hospital.hospitalId(), new SignedIn(accountId, "", email, api.logIn(email, ApiUnderTest.PASSWORD)));
        Member doctor = members.pendingDoctor(hospital);
        EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
        emergencies.enable(hospital).expectStatus().isNoContent();
        emergencies.taken(members.doctor(hospital), api.newPatient());
        String access = emergencies.onlyOne(hospital);
        read(invited, "/doctors?status=PENDING").expectStatus().isOk();
        read(invited, "/emergency-accesses").expectStatus().isOk();

        // when
        api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts/{id}/suspension", hospital.accountId())
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        members.activateDoctor(invited, doctor.accountId()).expectStatus().isForbidden();
        invite(invited.signedIn(), hospital.hospitalId(), null).expectStatus().isForbidden();
        read(invited, "/doctors?status=PENDING").expectStatus().isForbidden();
        read(invited, "/doctors").expectStatus().isNotFound();
        read(invited, "/emergency-accesses").expectStatus().isForbidden();
        emergencies
                .review(invited.signedIn(), hospital, access, "JUSTIFIED", null)
                .expectStatus()
                .isForbidden();
        api.client(invited.signedIn())
                .get()
                .uri("/api/me/consent-requests")
                .exchange()
                .expectStatus()
                .isForbidden();
        new ConsentUnderTest(api)
                .ask(invited.signedIn(), api.newPatient(), "RECORDS_READ")
                .expectStatus()
                .isForbidden();
    }

    private static ResponseSpec read(Member caller, String list) {
        return api.client(caller.signedIn())
                .get()
                .uri("/api/hospitals/" + caller.hospitalId() + list)
                .exchange();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "ADMIN", "DOCTOR", "ANOTHER HOSPITAL"})
    void shouldLetNobodyElseInvite(String kind) {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            Member hospital = members.hospital();
            SignedIn other = switch (kind) {
                case "PATIENT" -> api.newPatient();
                case "ADMIN" -> api.administrator();
                case "DOCTOR" -> members.doctor(hospital).signedIn();
                default -> members.hospital().signedIn();
            };

            // when, then
            invite(other, hospital.hospitalId(), null).expectStatus().isForbidden();
            recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && other.accountId().equals(event.stamp().getActor()));
        }
    }

    @Test
    void shouldRefuseEmailThatIsTaken() {
        // given
        Member hospital = members.hospital();
        created(invite(hospital.signedIn(), hospital.hospitalId(), null));

        // when, then
        invite(hospital.signedIn(), hospital.hospitalId(), null).expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"nobody\",\"name\":\"Florence\"}",
                "{\"email\":\"florence@example.org\"}",
                "{\"email\":\"florence@example.org\",\"name\":\"a\\u0000b\"}"
            })
    void shouldRefuseWhatIsNoInvitation(String body) {
        // given
        Member hospital = members.hospital();

        // when, then
        api.client(hospital.signedIn())
                .post()
                .uri("/api/hospitals/{id}/administrators", hospital.hospitalId())
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldBoundTheAdministratorsWhoAreInvitedAtOnce() throws Exception {
        // given
        Member hospital = members.hospital();
        Flux.range(0, 95).concatMap(number -> administrator(hospital)).blockLast(PATIENCE);

        // when
        List<Integer> answers = inviteAtOnce(hospital, 12);

        // then
        assertThat(answers).containsOnly(201, 422);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(5);
    }

    /** Without the computing of a hash for a password that nobody uses. */
    private static Mono<AccountState> administrator(Member hospital) {
        Accounts accounts = api.bean(Accounts.class);
        EmailAddress another = new EmailAddress(UUID.randomUUID() + "@example.org");
        InvitationRefusal taken = new InvitationRefusal.EmailTaken();
        return accounts.byEmail()
                .credentials(another, Mono.just("none"), taken)
                .flatMap(credentials -> accounts.createAlone(
                        AccountState.ofFurtherAdministrator(
                                UUID.randomUUID().toString(),
                                credentials,
                                hospital.hospitalId(),
                                "Florence Example",
                                hospital.accountId()),
                        taken));
    }

    private List<Integer> inviteAtOnce(Member hospital, int count) throws Exception {
        return AtOnce.statuses(
                count,
                number -> api.client(hospital.signedIn())
                        .post()
                        .uri("/api/hospitals/{id}/administrators", hospital.hospitalId())
                        .bodyValue(Map.of(
                                "email",
                                UUID.randomUUID() + "@example.org",
                                "name",
                                Map.of("given", "Florence", "family", "Example")))
                        .exchange());
    }

    @Test
    void shouldInviteOnceForARepeat() {
        // given
        Member hospital = members.hospital();
        String key = UUID.randomUUID().toString();

        // when
        Map<?, ?> first = created(invite(hospital.signedIn(), hospital.hospitalId(), key));
        Map<?, ?> second = created(invite(hospital.signedIn(), hospital.hospitalId(), key));

        // then
        assertThat(second).isEqualTo(first);
        mailbox.mails(1);
    }

    @Test
    void shouldAnswerTheTokenItselfWhereNoMailIsSent() {
        try (AnnotationConfigApplicationContext withoutServer = new AnnotationConfigApplicationContext()) {
            // given
            withoutServer.registerBean(MailSettings.class, () -> new MailSettings(null, null, false, false));
            withoutServer.registerBean(Accounts.class, () -> api.bean(Accounts.class));
            withoutServer.registerBean(PublicUrl.class, () -> api.bean(PublicUrl.class));
            withoutServer.registerBean(Clock.class, Clock::systemUTC);
            withoutServer.scan(Outbox.class.getPackageName());
            withoutServer.refresh();
            Inviting inviting = inviting(withoutServer.getBean(Outbox.class));
            Member hospital = members.hospital();
            Caller caller = new Caller(hospital.accountId(), Role.HOSPITAL, null, hospital.hospitalId());
            IdempotencyKey key = IdempotencyKey.of(UUID.randomUUID().toString());
            InvitationRequest request = new InvitationRequest(email, new SentName("Florence", "Example", null));

            // when
            Invitation first =
                    inviting.invite(caller, hospital.hospitalId(), key, request).block(PATIENCE);
            Invitation second =
                    inviting.invite(caller, hospital.hospitalId(), key, request).block(PATIENCE);

            // then
            assertThat(second).isEqualTo(first);
            String token = Objects.requireNonNull(first.token());
            choosePassword(token).expectStatus().isNoContent();
            choosePassword(token).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
            assertThat(api.logIn(email, ApiUnderTest.PASSWORD)).isNotEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static Inviting inviting(Outbox outbox) {
        return new Inviting(
                api.bean(Accounts.class),
                api.bean(PasswordHashing.class),
                api.bean(IdempotentCreations.class),
                (SharedSecret<KeyedDigest>) api.bean("invitationKey", SharedSecret.class),
                outbox,
                api.bean(InvitationMail.class),
                api.bean(AccessLog.class),
                api.bean(Ids.class),
                Clock.systemUTC());
    }

    private ResponseSpec invite(SignedIn caller, String hospitalId, String key) {
        Map<String, Object> body =
                new HashMap<>(Map.of("email", email, "name", Map.of("given", "Florence", "family", "Example")));
        return api.client(caller)
                .post()
                .uri("/api/hospitals/{id}/administrators", hospitalId)
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(body)
                .exchange();
    }

    private static Map<?, ?> created(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    }

    private static ResponseSpec choosePassword(String token) {
        return api.client()
                .post()
                .uri("/api/auth/password-reset/confirm")
                .bodyValue(Map.of("token", token, "password", ApiUnderTest.PASSWORD))
                .exchange();
    }

    private String tokenOfTheMail() {
        assertThat(mailbox.newest(1)).startsWith("General Hospital invites you");
        return mailbox.token(1);
    }
}
