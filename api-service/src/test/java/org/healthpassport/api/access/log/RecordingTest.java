package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.Tried;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.access.LoggedIn;
import org.healthpassport.events.access.LoginFailed;
import org.healthpassport.events.access.LoginFailure;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.deadletter.DeadLetterDiscarded;
import org.healthpassport.events.deadletter.DeadLetterReplayed;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The event of each kind of access, and its detail, without the whole service. */
class RecordingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DeadLetterRef LETTER = new DeadLetterRef("letter", "topic", 3, 42L, "consumer");
    private static final Access NO_TOKEN = new Access.Denial(null, DenialReason.NO_TOKEN);

    private final RecordedInMemory recorded = new RecordedInMemory();
    private final Caller doctor = new Caller(UUID.randomUUID().toString(), Role.DOCTOR, null, "hospital");
    private Actor actor = doctor.actor();
    private final Client client = new Client("10.1.2.3", "10.1.2.3", null, AuditAction.DELETE);

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void shouldRecordWhoReadWhat() {
        // given
        String patientId = recorded.newPatient();

        // when
        record(new Access.Read(patientId, "RECORD", "r1", Interaction.DOWNLOAD, AccessRight.SELF, null));

        // then
        Event read = one();
        assertThat(read.type()).isEqualTo(EventType.DATA_READ);
        assertThat(read.key()).isEqualTo(patientId);
        assertThat(read.sequence()).isEqualTo(1);
        assertThat(read.correlationId()).isEqualTo("request");
        assertThat(read.payload(DataRead.class))
                .isEqualTo(new DataRead(patientId, "RECORD", "r1", Interaction.DOWNLOAD, AccessRight.SELF, null));
        assertThat(read.stamp().getActor()).isEqualTo(doctor.accountId());
        assertThat(read.stamp().getActorRole()).isEqualTo("DOCTOR");
        assertThat(read.stamp().getAction()).isEqualTo(AuditAction.READ);
        assertThat(read.stamp().getOutcome()).isZero();
        assertThat(read.stamp().getPatient()).isEqualTo(recorded.pseudonym(patientId));
        assertThat(text(detail(), "patientId")).isEqualTo(patientId);
        assertThat(text(detail(), "resourceType")).isEqualTo("RECORD");
        assertThat(text(detail(), "resourceId")).isEqualTo("r1");
        assertThat(text(detail(), "interaction")).isEqualTo("DOWNLOAD");
        assertThat(text(detail(), "address")).isEqualTo("10.1.2.3");
    }

    @Test
    void shouldRecordWhoSaysToHaveALink() {
        // given
        String patientId = recorded.newPatient();
        actor = Actor.ANONYMOUS;

        // when
        record(new Access.LinkUse(patientId, "DOCUMENT", "d1", "Dr. Recipient", null));

        // then
        assertThat(one().type()).isEqualTo(EventType.LINK_OPENED);
        assertThat(one().payload(LinkOpened.class)).isEqualTo(new LinkOpened(patientId, "DOCUMENT", "d1"));
        assertThat(text(detail(), "recipient")).isEqualTo("Dr. Recipient");
        assertThat(text(detail(), "interaction")).isEqualTo("DOWNLOAD");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NOT_PERMITTED")
    void shouldRecordADenialAsMinorAndWithTheActionThatWasAttempted(DenialReason reason) {
        // given
        String patientId = recorded.newPatient();

        // when
        record(new Access.Denial(patientId, reason, "Dr. Recipient"));

        // then
        assertThat(one().type()).isEqualTo(EventType.ACCESS_DENIED);
        assertThat(one().payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(patientId, reason, 1, "DOCUMENT", "d1", Attempt.DELETE));
        assertThat(one().stamp().getOutcome()).isEqualTo(4);
        assertThat(one().stamp().getAction()).isEqualTo(AuditAction.DELETE);
        assertThat(text(detail(), "reason")).isEqualTo(reason.name());
        assertThat(text(detail(), "resourceType")).isEqualTo("DOCUMENT");
        assertThat(text(detail(), "resourceId")).isEqualTo("d1");
        assertThat(text(detail(), "interaction")).isEqualTo("DELETE");
        assertThat(text(detail(), "recipient")).isEqualTo("Dr. Recipient");
    }

    @Test
    void shouldRecordAnAttemptOnAnothersDataAsSerious() {
        // when
        record(new Access.Denial(null, DenialReason.NOT_PERMITTED));

        // then
        assertThat(one().stamp().getOutcome()).isEqualTo(8);
        assertThat(one().key()).isEqualTo(doctor.accountId());
    }

    @Test
    void shouldRecordALoginAsDoneByItsAccount() {
        // given somebody with keys, who is not signed in yet
        Caller patient = new Caller(recorded.newPatient(), Role.PATIENT, "p1");
        actor = Actor.ANONYMOUS;

        // when
        record(new Access.Login(patient));

        // then
        assertThat(one().type()).isEqualTo(EventType.LOGGED_IN);
        assertThat(one().payload(LoggedIn.class)).isEqualTo(new LoggedIn(patient.accountId()));
        assertThat(one().key()).isEqualTo(patient.accountId());
        assertThat(one().stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(one().stamp().getKeyId()).isEqualTo(recorded.pseudonym(patient.accountId()));
        assertThat(text(detail(), "accountId")).isEqualTo(patient.accountId());
    }

    @Test
    void shouldSealAFailedLoginWithTheKeysOfNobodyWhetherThereIsSuchAnAccountOrNot() {
        // given
        Caller patient = new Caller(recorded.newPatient(), Role.PATIENT, "p1");
        actor = Actor.ANONYMOUS;

        // when
        record(new Access.FailedLogin(patient, LoginFailure.WRONG_CREDENTIALS));
        record(new Access.FailedLogin(null, LoginFailure.WRONG_CREDENTIALS));

        // then
        assertThat(recorded.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo(EventType.LOGIN_FAILED);
            assertThat(event.stamp().getKeyId()).isEqualTo(recorded.pseudonym(AuditKeyDocument.SERVICE));
            assertThat(event.stamp().getOutcome()).isEqualTo(4);
        });
        Event ofSomebody = recorded.events().get(0);
        assertThat(ofSomebody.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(patient.accountId(), LoginFailure.WRONG_CREDENTIALS, 1));
        assertThat(ofSomebody.stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(text(recorded.detail(ofSomebody), "accountId")).isEqualTo(patient.accountId());
        assertThat(text(recorded.detail(ofSomebody), "reason")).isEqualTo("WRONG_CREDENTIALS");
        Event ofNobody = recorded.events().get(1);
        assertThat(ofNobody.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(null, LoginFailure.WRONG_CREDENTIALS, 1));
        assertThat(ofNobody.key()).as("without an account, the producer").isEqualTo(ofNobody.subject());
    }

    @Test
    void shouldRecordWhatAnAdministratorDoesWithADeadLetter() {
        // when
        record(new Access.DeadLetterReplay(LETTER));
        record(new Access.DeadLetterDiscard(LETTER, "a forgery"));

        // then
        Event replayed = recorded.events().get(0);
        assertThat(replayed.type()).isEqualTo(EventType.DEAD_LETTER_REPLAYED);
        assertThat(replayed.payload(DeadLetterReplayed.class))
                .isEqualTo(new DeadLetterReplayed("letter", "topic", 3, 42L, "consumer"));
        assertThat(text(recorded.detail(replayed), "resourceId")).isEqualTo("letter");
        Event discarded = recorded.events().get(1);
        assertThat(discarded.type()).isEqualTo(EventType.DEAD_LETTER_DISCARDED);
        assertThat(discarded.sequence()).isEqualTo(2);
        assertThat(discarded.payload(DeadLetterDiscarded.class))
                .isEqualTo(new DeadLetterDiscarded("letter", "topic", 3, 42L, "consumer"));
        assertThat(text(recorded.detail(discarded), "reason")).isEqualTo("a forgery");
    }

    @Test
    void shouldShowNobodysNameAndNoReasonInLogs() {
        assertThat(new Access.LinkUse("p1", "DOCUMENT", "d1", "Dr. Recipient", null))
                .hasToString("LinkUse[DOCUMENT, d1]");
        assertThat(new Access.Denial("p1", DenialReason.INVALID_LINK, "Dr. Recipient"))
                .hasToString("Denial[p1, INVALID_LINK]");
        assertThat(new Access.DeadLetterDiscard(LETTER, "a forgery"))
                .hasToString("DeadLetterDiscard[" + LETTER + "]")
                .asString()
                .doesNotContain("forgery");
    }

    @Test
    void shouldMergeAFloodWhenItsMinuteHasEnded() {
        // given
        actor = Actor.ANONYMOUS;
        Flux.range(0, 25).concatMap(i -> recording(NO_TOKEN)).blockLast(PATIENCE);
        assertThat(recorded.events()).hasSize(20);

        // when
        recorded.pass(Duration.ofMinutes(1));

        // then
        await().atMost(PATIENCE).until(() -> recorded.events().size() == 21);
        Event merged = recorded.events().get(20);
        assertThat(merged.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, DenialReason.NO_TOKEN, 5, null, null, Attempt.UNKNOWN));
        assertThat(merged.stamp().getActor()).isEqualTo("anonymous");
        assertThat(text(recorded.detail(merged), "address")).isEqualTo("10.1.2.3");
    }

    @Test
    void shouldTryAgainWhatCouldNotBeMergedAndRecordTheRestWhenItStops() {
        // given
        actor = Actor.ANONYMOUS;
        Flux.range(0, 23).concatMap(i -> recording(NO_TOKEN)).blockLast(PATIENCE);
        recorded.refuse(true);
        recorded.close();
        assertThat(recorded.events()).hasSize(20);

        // when
        recorded.refuse(false);
        recorded.close();

        // then
        assertThat(recorded.events()).hasSize(21);
        assertThat(recorded.events().get(20).payload(AccessDenied.class).getOccurrences())
                .isEqualTo(3);
    }

    static Stream<Access> ofSomebody() {
        return Stream.of(
                new Access.Denial("p1", DenialReason.INVALID_LINK),
                new Access.Login(new Caller("a1", Role.DOCTOR, null)));
    }

    @ParameterizedTest
    @MethodSource("ofSomebody")
    void shouldNeverMergeSuccessesAndWhatAPatientIsToKnow(Access access) {
        // given
        actor = Actor.ANONYMOUS;

        // when
        Flux.range(0, 25).concatMap(i -> recording(access)).blockLast(PATIENCE);

        // then
        assertThat(recorded.events()).hasSize(25);
    }

    @Test
    void shouldNeverMergeFailuresOfWhoIsSignedIn() {
        // when
        Flux.range(0, 25).concatMap(i -> recording(NO_TOKEN)).blockLast(PATIENCE);

        // then
        assertThat(recorded.events()).hasSize(25).allMatch(event -> event.key().equals(doctor.accountId()));
    }

    @Test
    void shouldSealWhatAnAccountDoesWithItsOwnKeys() {
        // given
        Caller patient = new Caller(recorded.newPatient(), Role.PATIENT, null);
        actor = patient.actor();

        // when
        record(NO_TOKEN);

        // then
        assertThat(one().stamp().getKeyId()).isEqualTo(recorded.pseudonym(patient.accountId()));
    }

    @Test
    void shouldRecordTheServicesOwnWorkWithTheKeysOfNobody() {
        // given
        actor = Actor.service("/api-service");

        // when
        record(NO_TOKEN);

        // then
        assertThat(one().stamp().getKeyId()).isEqualTo(recorded.pseudonym(AuditKeyDocument.SERVICE));
        assertThat(one().key()).isEqualTo(one().subject());
    }

    @Test
    void shouldFailWhatCannotBeRecorded() {
        // given
        recorded.refuse(true);

        // then
        assertThatThrownBy(() -> record(NO_TOKEN)).isInstanceOf(AccessNotRecorded.class);
        assertThat(recorded.events()).isEmpty();
        recorded.refuse(false);
        record(NO_TOKEN);
        assertThat(recorded.events()).hasSize(1);
    }

    private void record(Access access) {
        recording(access).block(PATIENCE);
    }

    private Mono<Void> recording(Access access) {
        return recorded.accessLog()
                .record(access)
                .contextWrite(client::into)
                .contextWrite(new Tried("DOCUMENT", "d1", Attempt.DELETE)::into)
                .contextWrite(actor::into)
                .contextWrite(new Correlation("request", null, null)::into);
    }

    private Event one() {
        assertThat(recorded.events()).hasSize(1);
        return recorded.events().get(0);
    }

    private JsonNode detail() {
        return recorded.detail(one());
    }

    private static String text(JsonNode detail, String member) {
        return detail.get(member).asString();
    }
}
