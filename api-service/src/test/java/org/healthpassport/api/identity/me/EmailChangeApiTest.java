package org.healthpassport.api.identity.me;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.account.AccountChanged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Changes of email addresses over HTTP, confirmed and stopped with the tokens of real mails. */
class EmailChangeApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NEW_PASSWORD = "staple the battery";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignInClient signIn = new SignInClient(api);
    private final String wanted = UUID.randomUUID() + "@example.org";
    private final Mailbox wantedMailbox = new Mailbox(api, wanted);

    @Test
    void shouldUseTheNewEmailOnceItIsConfirmed() throws MessagingException {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            SignedIn patient = api.newPatient();

            // when
            Map<?, ?> asked = body(patch(patient, Map.of("email", wanted)));

            // then nothing has changed but the wish
            assertThat(asked.get("email")).isEqualTo(patient.email());
            assertThat(asked.get("pendingEmail")).isEqualTo(wanted);
            assertThat(me(patient)).isEqualTo(asked);
            String token = wantedMailbox.token(1);
            signIn.logIn(wanted, ApiUnderTest.PASSWORD).expectStatus().isUnauthorized();
            MimeMessage notice = new Mailbox(api, patient.email()).mails(1).get(0);
            assertThat(notice.getSubject()).isEqualTo("Your email address is about to change");
            assertThat(Mailbox.text(notice)).doesNotContain(wanted);

            // when
            confirm(token).expectStatus().isNoContent();

            // then
            Map<?, ?> changed = me(patient);
            assertThat(changed.get("email")).isEqualTo(wanted);
            assertThat(changed.containsKey("pendingEmail")).isFalse();
            signIn.logIn(wanted, ApiUnderTest.PASSWORD).expectStatus().isOk();
            signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isUnauthorized();
            confirm(token).expectStatus().isEqualTo(422);
            assertThat(recorded.all(
                            2,
                            event -> event.type() == EventType.ACCOUNT_CHANGED
                                    && event.key().equals(patient.accountId())))
                    .extracting(event -> event.payload(AccountChanged.class).getMembers())
                    .containsExactly(List.of("pendingEmail"), List.of("email"));
            recorded.one(event ->
                    event.type() == EventType.EMAIL_CONFIRMED && event.key().equals(patient.accountId()));
            // The address of before is kept for its reader, who may take the account back.
            api.client()
                    .post()
                    .uri("/api/auth/register")
                    .bodyValue(ApiUnderTest.registration(patient.email()))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(409);
        }
    }

    @Test
    void shouldAnswerTheSameForATakenEmailWhoseOwnerIsTold() {
        // given
        SignedIn owner = api.newPatient();
        SignedIn patient = api.newPatient();

        // when
        Map<?, ?> asked = body(patch(patient, Map.of("email", owner.email())));

        // then
        assertThat(asked.get("email")).isEqualTo(patient.email());
        assertThat(asked.get("pendingEmail")).isEqualTo(owner.email());
        assertThat(new Mailbox(api, owner.email()).newest(1))
                .contains("nothing was changed")
                .doesNotContain("token");
        new Mailbox(api, patient.email()).mails(1);
    }

    @Test
    void shouldLetTheOwnerHaveTheFormerEmailAgain() {
        // given
        SignedIn patient = api.newPatient();
        Mailbox former = new Mailbox(api, patient.email());
        body(patch(patient, Map.of("email", wanted)));
        confirm(wantedMailbox.token(1)).expectStatus().isNoContent();
        former.mails(1);

        // when
        body(patch(patient, Map.of("email", patient.email())));

        // then
        confirm(former.token(2)).expectStatus().isNoContent();
        assertThat(me(patient).get("email")).isEqualTo(patient.email());
    }

    @Test
    void shouldChangeNameBirthDateAndEmailAtOnce() {
        // given
        SignedIn patient = api.newPatient();

        // when
        Map<?, ?> asked =
                body(patch(patient, Map.of("name", Map.of("given", "Suharto"), "birthDate", "1921", "email", wanted)));

        // then
        assertThat(asked.toString())
                .contains("text=Suharto", "birthDate=1921", "pendingEmail=" + wanted, "email=" + patient.email());
        assertThat(me(patient)).isEqualTo(asked);
        // when the wish is taken back
        assertThat(body(patch(patient, Map.of("email", patient.email()))).containsKey("pendingEmail"))
                .isFalse();
        confirm(wantedMailbox.token(1)).expectStatus().isEqualTo(422);
    }

    @Test
    void shouldChangeNameAndEmailOfMembers() {
        // given
        Member hospital = new Members(api).pendingHospital();

        // when
        Map<?, ?> asked = body(patch(hospital.signedIn(), Map.of("name", "Charity Hospital", "email", wanted)));
        Map<?, ?> renamed = body(patch(
                hospital.signedIn(),
                Map.of("name", "Charity", "email", hospital.signedIn().email().toUpperCase(Locale.ROOT))));

        // then
        assertThat(asked.toString()).contains("text=Charity Hospital", "pendingEmail=" + wanted);
        assertThat(renamed.toString()).contains("text=Charity").doesNotContain("pendingEmail", "Hospital}");
        patch(hospital.signedIn(), Map.of("email", "nobody"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/email");
    }

    /** Somebody with a stolen session changed the email, and set a new password with it. */
    @Test
    void shouldLetTheOwnerTakeTheAccountBack() {
        // given
        SignedIn patient = api.newPatient();
        Mailbox mailbox = new Mailbox(api, patient.email());
        patch(patient, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        confirm(wantedMailbox.token(1)).expectStatus().isNoContent();
        post("/api/auth/password-reset", Map.of("email", wanted)).expectStatus().isNoContent();
        setPassword(wantedMailbox.newest(2), "the thief's password")
                .expectStatus()
                .isNoContent();
        String ofThief = api.logIn(wanted, "the thief's password");

        // when
        confirm(mailbox.token(1)).expectStatus().isNoContent();

        // then
        assertThat(signIn.status(ofThief)).isEqualTo(401);
        signIn.logIn(wanted, "the thief's password").expectStatus().isUnauthorized();
        signIn.logIn(patient.email(), "the thief's password").expectStatus().isUnauthorized();
        confirm(mailbox.token(1)).expectStatus().isEqualTo(422);
        post("/api/auth/password-reset", Map.of("email", patient.email()))
                .expectStatus()
                .isNoContent();
        setPassword(mailbox.newest(2), NEW_PASSWORD).expectStatus().isNoContent();
        signIn.logIn(patient.email(), NEW_PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldLetTheOwnerTakeBackAnAccountThatWasClosed() {
        // given
        SignedIn patient = api.newPatient();
        Mailbox mailbox = new Mailbox(api, patient.email());
        patch(patient, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        confirm(wantedMailbox.token(1)).expectStatus().isNoContent();
        api.client(patient)
                .post()
                .uri("/api/me/closure")
                .bodyValue(Map.of("password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectStatus()
                .isNoContent();

        // when
        confirm(mailbox.token(1)).expectStatus().isNoContent();
        post("/api/auth/password-reset", Map.of("email", patient.email()))
                .expectStatus()
                .isNoContent();
        setPassword(mailbox.newest(2), NEW_PASSWORD).expectStatus().isNoContent();

        // then
        signIn.logIn(patient.email(), NEW_PASSWORD).expectStatus().isOk();
        signIn.logIn(wanted, ApiUnderTest.PASSWORD).expectStatus().isUnauthorized();
    }

    /** A thief would give the former address to an account of their own. */
    @Test
    void shouldKeepTheFormerAddressFromAllOtherAccounts() {
        // given
        SignedIn patient = api.newPatient();
        SignedIn thief = api.newPatient();
        patch(patient, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        confirm(wantedMailbox.token(1)).expectStatus().isNoContent();
        patch(thief, Map.of("email", patient.email())).expectStatus().isOk().expectBody();
        Mailbox mailbox = new Mailbox(api, patient.email());

        // then
        assertThat(mailbox.newest(2)).contains("nothing was changed").doesNotContain("token");
        confirm(Mailbox.token(Mailbox.text(mailbox.mails(2).get(0))))
                .expectStatus()
                .isNoContent();
        assertThat(api.bean(Accounts.class)
                        .find(patient.accountId())
                        .block(PATIENCE)
                        .email())
                .isEqualTo(patient.email());
    }

    @Test
    void shouldAskForARecentLogin() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn patient = api.newPatient();
            SignedIn stolen = withOldLogin(patient, Role.PATIENT);

            // when, then
            patch(stolen, Map.of("email", wanted, "birthDate", "1921"))
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:healthpassport:problem:recent-login-required");
            assertThat(me(patient).toString()).contains("birthDate=1980-05-17").doesNotContain("pendingEmail");
            recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && patient.accountId().equals(event.stamp().getActor()));
            body(patch(stolen, Map.of("birthDate", "1921", "email", patient.email())));
            enrol(stolen)
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:healthpassport:problem:recent-login-required");
        }
    }

    @Test
    void shouldRecordOneDenialOfEachRefusal() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn hospital = withOldLogin(new Members(api).pendingHospital().signedIn(), Role.HOSPITAL);

            // when
            patch(hospital, Map.of("email", wanted)).expectStatus().isForbidden();
            enrol(hospital).expectStatus().isForbidden();

            // then
            List<Event> seen =
                    recorded.seenWhen(events -> denials(events, hospital).anyMatch("SECOND_FACTOR"::equals));
            assertThat(denials(seen, hospital)).containsExactly("ACCOUNT", "SECOND_FACTOR");
        }
    }

    /** The types of the things that an account was denied. */
    private static Stream<String> denials(List<Event> events, SignedIn who) {
        return events.stream()
                .filter(event -> event.type() == EventType.ACCESS_DENIED
                        && who.accountId().equals(event.stamp().getActor()))
                .map(event -> event.payload(AccessDenied.class).getResourceType());
    }

    /** The same account with the token of a session that began too long ago. */
    private static SignedIn withOldLogin(SignedIn who, Role role) {
        Session old = Session.started(
                        UUID.randomUUID().toString(), role, Instant.now().minus(Duration.ofMinutes(16)))
                .refreshed(Instant.now());
        AccountState account = api.bean(Accounts.class)
                .change(who.accountId(), now -> Decision.accept(now.state().withSession(old, Instant.now())))
                .blockOptional(PATIENCE)
                .orElseThrow();
        String token = api.bean(AccessTokens.class)
                .issue(account.caller(), old, null, "of-" + account.accountId())
                .value();
        return new SignedIn(who.accountId(), who.patientId(), who.email(), token);
    }

    @Test
    void shouldLetOneOfTwoAccountsHaveTheEmail() {
        // given
        SignedIn one = api.newPatient();
        SignedIn other = api.newPatient();
        patch(one, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        String first = wantedMailbox.token(1);
        patch(other, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        String second = wantedMailbox.token(2);

        // when
        List<Integer> statuses = Flux.range(0, 20)
                .flatMap(
                        i -> Flux.defer(() -> Flux.just(status(confirm(i % 2 == 0 ? first : second))))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        // then
        assertThat(statuses).containsOnlyOnce(204).isSubsetOf(204, 422, 409, 503);
        assertThat(List.of(me(one).get("email"), me(other).get("email"))).containsOnlyOnce(wanted);
        signIn.logIn(wanted, ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldForgetResetsThatWereMailedToTheFormerAddress() {
        // given
        SignedIn patient = api.newPatient();
        Mailbox mailbox = new Mailbox(api, patient.email());
        post("/api/auth/password-reset", Map.of("email", patient.email()))
                .expectStatus()
                .isNoContent();
        String reset = mailbox.newest(1);

        // when
        patch(patient, Map.of("email", wanted)).expectStatus().isOk().expectBody();
        confirm(wantedMailbox.token(1)).expectStatus().isNoContent();

        // then
        setPassword(reset, NEW_PASSWORD).expectStatus().isEqualTo(422);
    }

    @Test
    void shouldBoundTheChanges() {
        // given
        SignedIn patient = api.newPatient();

        // when
        List<Integer> statuses = IntStream.range(0, 11)
                .mapToObj(i -> status(patch(patient, Map.of("email", i + wanted))))
                .toList();

        // then
        assertThat(statuses.subList(0, 10)).containsOnly(200);
        assertThat(statuses.get(10)).isEqualTo(429);
        new Mailbox(api, patient.email()).mails(10);
    }

    private static ResponseSpec setPassword(String mail, String password) {
        return post("/api/auth/password-reset/confirm", Map.of("token", Mailbox.token(mail), "password", password));
    }

    private static ResponseSpec confirm(String token) {
        return post("/api/auth/email/confirm", Map.of("token", token));
    }

    private static ResponseSpec post(String path, Map<String, Object> body) {
        return api.client().post().uri(path).bodyValue(body).exchange();
    }

    private static ResponseSpec enrol(SignedIn who) {
        return api.client(who).post().uri("/api/auth/totp").exchange();
    }

    /** Changes the account as it is now. */
    private static ResponseSpec patch(SignedIn who, Map<String, Object> body) {
        String tag = get(who).getResponseHeaders().getETag();
        return api.client(who)
                .patch()
                .uri("/api/me")
                .header(HttpHeaders.IF_MATCH, tag)
                .bodyValue(body)
                .exchange();
    }

    private static EntityExchangeResult<?> get(SignedIn who) {
        return api.client(who)
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody(Map.class)
                .returnResult();
    }

    private static Map<?, ?> me(SignedIn who) {
        return (Map<?, ?>) get(who).getResponseBody();
    }

    private static Map<?, ?> body(ResponseSpec answer) {
        return answer.expectStatus().isOk().expectBody(Map.class).returnResult().getResponseBody();
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }
}
