package org.healthpassport.api.access.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PatientAccessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KIND = "THING";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;
    private static PatientAccess access;
    private static SignedIn patient;
    private static SignedIn other;

    private final String requestId = UUID.randomUUID().toString();
    private final AtomicInteger loads = new AtomicInteger();

    @BeforeAll
    static void registerPatients() {
        recorded = new RecordedEvents(api, Topics.ACCESS);
        access = api.bean(PatientAccess.class);
        patient = api.newPatient();
        other = api.newPatient();
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    @Test
    void shouldAnswerAReadAndRecordItsRight() {
        // when
        String answer = as(patient, access.read(caller(patient), one(patient), grant -> load("data")));

        // then
        assertThat(answer).isEqualTo("data");
        Event read = recorded.one(ofThisRequest());
        assertThat(read.payload(DataRead.class))
                .isEqualTo(new DataRead(patient.patientId(), KIND, "t1", Interaction.READ, AccessRight.SELF, null));
        assertThat(read.stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(recorded.detail(read).get("right").asString()).isEqualTo("SELF");
    }

    @Test
    void shouldRecordTheRightOfAList() {
        // when
        Mono<Long> answer = access.list(
                        caller(patient),
                        DataRequest.list(AccessScope.RECORDS_READ, patient.patientId(), KIND),
                        grant -> Flux.just("one", "two"))
                .count();

        // then
        assertThat(as(patient, answer)).isEqualTo(2);
        Event read = recorded.one(ofThisRequest());
        assertThat(read.payload(DataRead.class))
                .isEqualTo(new DataRead(patient.patientId(), KIND, null, Interaction.SEARCH, AccessRight.SELF, null));
        assertThat(recorded.detail(read).get("right").asString()).isEqualTo("SELF");
    }

    @Test
    void shouldRecordTheRightOfALink() {
        // when
        Access.LinkUse use = new Access.LinkUse(patient.patientId(), KIND, "t1", "Dr. Recipient", null);
        String answer = asStranger(access.readByLink(
                null, use, AccessScope.SHARE, grant -> load(grant.patientFor(AccessScope.RECORDS_READ))));

        // then
        assertThat(answer).isEqualTo(patient.patientId());
        Event opened = recorded.one(ofThisRequest());
        assertThat(opened.payload(LinkOpened.class)).isEqualTo(new LinkOpened(patient.patientId(), KIND, "t1"));
        assertThat(recorded.detail(opened).get("right").asString()).isEqualTo("LINK");
    }

    @Test
    void shouldNameTheRightInWhateverIsRecordedWhileALinkIsOpened() {
        // given
        Access.Denial denial = new Access.Denial(patient.patientId(), DenialReason.INVALID_LINK);

        // when
        asStranger(access.openLink(
                null,
                patient.patientId(),
                grant -> load("files"),
                files -> api.bean(AccessLog.class).record(denial).thenReturn(files)));

        // then
        assertThat(recorded.detail(recorded.one(ofThisRequest())).get("right").asString())
                .isEqualTo("LINK");
    }

    @Test
    void shouldRecordNothingIfThereIsNothingToGive() {
        // when
        String answer = as(patient, access.read(caller(patient), one(patient), grant -> Mono.empty()));
        String later = as(patient, access.read(caller(patient), one(patient), grant -> load("data")));

        // then
        assertThat(answer).isNull();
        assertThat(later).isEqualTo("data");
        recorded.one(ofThisRequest());
    }

    @Test
    void shouldNotAnswerAReadThatCannotBeRecorded() {
        // given
        AtomicInteger streams = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        Mono<Flux<String>> stream = Mono.just(Flux.defer(() -> {
            streams.incrementAndGet();
            return Flux.just("bytes");
        }));
        Access.LinkUse use = new Access.LinkUse(patient.patientId(), KIND, "t1", null, null);

        // when nothing of accesses gets through to the store, and all else does
        api.lineToStore().spoilInserts("accessBatches");
        Throwable ofRead;
        Throwable ofList;
        Throwable ofLink;
        try {
            ofRead = catchThrowable(() -> as(
                    patient,
                    access.read(caller(patient), one(patient), grant -> stream)
                            .doOnNext(given -> answers.incrementAndGet())));
            ofList = catchThrowable(() -> as(
                    patient,
                    access.list(
                                    caller(patient),
                                    one(patient),
                                    grant -> load("data").flux())
                            .doOnNext(given -> answers.incrementAndGet())
                            .then()));
            ofLink = catchThrowable(() -> asStranger(access.readByLink(null, use, AccessScope.SHARE, grant -> stream)
                    .doOnNext(given -> answers.incrementAndGet())));
        } finally {
            api.lineToStore().mend();
        }

        // then
        assertThat(ofRead).isNotNull();
        assertThat(ofList).isNotNull();
        assertThat(ofLink).isNotNull();
        assertThat(answers).hasValue(0);
        assertThat(streams).hasValue(0);
        assertThat(loads).as("a list is recorded before it is loaded").hasValue(0);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        "data".equals(as(patient, access.read(caller(patient), one(patient), ok -> load("data")))));
    }

    @Test
    void shouldRecordADenialAndLoadNothing() {
        // when
        Throwable ofRead =
                catchThrowable(() -> as(other, access.read(caller(other), one(patient), grant -> load("data"))));

        // then
        assertThat(ofRead).satisfies(PatientAccessTest::isNoSuchPatient);
        assertThat(loads).hasValue(0);
        Event denied = recorded.one(ofThisRequest());
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(
                        patient.patientId(), DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
        assertThat(denied.stamp().getActor()).isEqualTo(other.accountId());
        assertThat(recorded.detail(denied).has("right")).isFalse();
    }

    @Test
    void shouldDenyListsAndChangesToo() {
        // when
        Throwable ofList = catchThrowable(() -> as(
                other,
                access.list(caller(other), one(patient), grant -> load("data").flux())
                        .then()));
        Throwable ofChange = catchThrowable(() ->
                as(other, access.write(caller(other), patient.patientId(), AccessScope.SHARE, grant -> load("data"))));

        // then
        assertThat(ofList).satisfies(PatientAccessTest::isNoSuchPatient);
        assertThat(ofChange).satisfies(PatientAccessTest::isNoSuchPatient);
        assertThat(loads).hasValue(0);
        recorded.all(2, ofThisRequest());
    }

    @Test
    void shouldRecordNoIdOfAPatientWhoDoesNotExist() {
        // given
        DataRequest madeUp = new DataRequest(AccessScope.RECORDS_READ, "made-up", KIND, "t1", Interaction.READ);

        // when
        Throwable denied = catchThrowable(() -> as(other, access.read(caller(other), madeUp, grant -> load("data"))));

        // then
        assertThat(denied).satisfies(PatientAccessTest::isNoSuchPatient);
        assertThat(recorded.one(ofThisRequest()).payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
    }

    @Test
    void shouldGiveNothingOfAnotherPatientAndRecordTheAttempt() {
        // when
        String answer = as(other, access.read(caller(other), one(other), owned(load(patient.patientId()))));

        // then
        assertThat(answer).isNull();
        assertThat(recorded.one(ofThisRequest()).payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(
                        patient.patientId(), DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
    }

    @Test
    void shouldTellOnlyTheOwnerThatSomethingIsDamaged() {
        // given
        CannotBeRead damaged = damaged(patient.patientId());

        // when
        String answer = as(other, access.read(caller(other), one(other), owned(Mono.error(damaged))));

        // then
        assertThat(answer).isNull();
        assertThat(recorded.one(ofThisRequest()).payload(AccessDenied.class).getPatientId())
                .isEqualTo(patient.patientId());
        assertThatThrownBy(() -> as(patient, access.read(caller(patient), one(patient), owned(Mono.error(damaged)))))
                .isSameAs(damaged);
    }

    private static Function<Grant, Mono<String>> owned(Mono<String> found) {
        return grant -> access.ofPatient(grant, found, owner -> owner);
    }

    private <T> Mono<T> load(T data) {
        return Mono.fromSupplier(() -> {
            loads.incrementAndGet();
            return data;
        });
    }

    private <T> T as(SignedIn who, Mono<T> request) {
        return in(caller(who).actor(), request);
    }

    private <T> T asStranger(Mono<T> request) {
        return in(Actor.ANONYMOUS, request);
    }

    private <T> T in(Actor actor, Mono<T> request) {
        return request.contextWrite(actor::into)
                .contextWrite(new Correlation(requestId, null, null)::into)
                .block(PATIENCE);
    }

    private Predicate<Event> ofThisRequest() {
        return event -> requestId.equals(event.correlationId());
    }

    private static Caller caller(SignedIn who) {
        return new Caller(who.accountId(), Role.PATIENT, who.patientId());
    }

    private static DataRequest one(SignedIn of) {
        return new DataRequest(AccessScope.RECORDS_READ, of.patientId(), KIND, "t1", Interaction.READ);
    }

    private static CannotBeRead damaged(String ownerId) {
        Unreadable thing = new Unreadable("things", "t1", ownerId, UnreadableReason.SEAL_BROKEN);
        return (CannotBeRead) catchThrowable(() -> ReadResult.broken(thing).orThrow());
    }

    private static void isNoSuchPatient(Throwable failure) {
        assertThat(Refused.with(AccessRefusal.NoSuchPatient.class)).accepts(failure);
    }
}
