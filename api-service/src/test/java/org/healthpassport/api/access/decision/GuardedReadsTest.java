package org.healthpassport.api.access.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessNotRecorded;
import org.healthpassport.api.access.log.RecordedInMemory;
import org.healthpassport.events.Event;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The same as {@link PatientAccessTest}, and the order of steps, without the whole service. */
class GuardedReadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KIND = "THING";

    private final RecordedInMemory recorded = new RecordedInMemory();
    private final String patientId = recorded.newPatient();
    private final String otherId = recorded.newPatient();
    private final Caller patient = new Caller("a1", Role.PATIENT, patientId);
    private final Caller other = new Caller("a2", Role.PATIENT, otherId);
    private final PatientAccess access = new PatientAccess(
            recorded.accessLog(),
            id -> Mono.fromSupplier(() -> Set.of(patientId, otherId).contains(id)),
            new KnownCallers() {
                @Override
                public Mono<Caller> active(String accountId) {
                    return Mono.empty();
                }

                @Override
                public Mono<Boolean> mayTreat(Caller caller) {
                    return Mono.just(false);
                }
            },
            List.of());

    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void shouldLoadThenRecordThenAnswer() {
        // when
        String answer = as(patient, access.read(patient, one(), grant -> {
            assertThat(recorded.events()).isEmpty();
            return load(grant.patientFor(AccessScope.RECORDS_READ));
        }));

        // then
        assertThat(answer).isEqualTo(patientId);
        assertThat(event().payload(DataRead.class))
                .isEqualTo(new DataRead(patientId, KIND, "t1", Interaction.READ, AccessRight.SELF, null));
        assertThat(right()).isEqualTo("SELF");
    }

    @Test
    void shouldRecordAListBeforeItIsLoaded() {
        // when
        Flux<String> answer =
                access.list(patient, DataRequest.list(AccessScope.RECORDS_READ, patientId, KIND), grant -> {
                    assertThat(recorded.events()).hasSize(1);
                    return load(grant.patientFor(AccessScope.RECORDS_READ)).repeat(1);
                });

        // then
        assertThat(as(patient, answer.collectList())).containsExactly(patientId, patientId);
        assertThat(event().payload(DataRead.class))
                .isEqualTo(new DataRead(patientId, KIND, null, Interaction.SEARCH, AccessRight.SELF, null));
        assertThat(right()).isEqualTo("SELF");
    }

    @Test
    void shouldChangeWithoutARecordOfItsOwnButByTheRight() {
        // when
        String right = as(patient, access.write(patient, patientId, AccessScope.SHARE, grant -> rightInContext()));

        // then
        assertThat(right).isEqualTo("SELF");
        assertThat(recorded.events()).isEmpty();
    }

    @Test
    void shouldRecordTheUseOfALink() {
        // given
        Access.LinkUse use = new Access.LinkUse(patientId, KIND, "t1", "Dr. Recipient", null);

        // when
        String answer = in(Actor.ANONYMOUS, access.readByLink(null, use, AccessScope.SHARE, grant -> rightInContext()));

        // then
        assertThat(answer).isEqualTo("LINK");
        assertThat(event().payload(LinkOpened.class)).isEqualTo(new LinkOpened(patientId, KIND, "t1"));
        assertThat(right()).isEqualTo("LINK");
    }

    @Test
    void shouldOpenALinkByItsDecision() {
        // when
        String answer = in(
                Actor.ANONYMOUS,
                access.openLink(
                        null,
                        patientId,
                        grant -> load(grant.patientFor(AccessScope.DOCUMENTS_READ)),
                        loaded -> rightInContext().map(right -> loaded + right)));

        // then
        assertThat(answer).isEqualTo(patientId + "LINK");
    }

    @Test
    void shouldRecordNothingIfThereIsNothingToGive() {
        // when
        String answer = as(patient, access.read(patient, one(), grant -> Mono.empty()));

        // then
        assertThat(answer).isNull();
        assertThat(recorded.events()).isEmpty();
    }

    @Test
    void shouldAnswerNothingThatCannotBeRecorded() {
        // given
        recorded.refuse(true);
        Access.LinkUse use = new Access.LinkUse(patientId, KIND, "t1", null, null);

        // then
        assertThatThrownBy(() -> as(patient, access.read(patient, one(), grant -> load("data"))))
                .isInstanceOf(AccessNotRecorded.class);
        assertThatThrownBy(() ->
                        in(Actor.ANONYMOUS, access.readByLink(null, use, AccessScope.SHARE, grant -> load("data"))))
                .isInstanceOf(AccessNotRecorded.class);
        assertThat(loads).hasValue(2);
        assertThatThrownBy(() -> as(
                        patient,
                        access.list(patient, one(), grant -> load("data").flux())
                                .then()))
                .isInstanceOf(AccessNotRecorded.class);
        assertThat(loads).as("a list is recorded before it is loaded").hasValue(2);
    }

    @Test
    void shouldRefuseOnlyAfterTheDenialIsRecorded() {
        // given
        recorded.refuse(true);

        // then
        assertThatThrownBy(() -> as(other, access.read(other, one(), grant -> load("data"))))
                .isInstanceOf(AccessNotRecorded.class);
        assertThatThrownBy(() -> as(other, access.read(other, oneOf(otherId), grant -> owned(grant, load(patientId)))))
                .isInstanceOf(AccessNotRecorded.class);
    }

    @Test
    void shouldRecordDenialsAndLoadNothing() {
        // when
        Throwable ofRead = catchThrowable(() -> as(other, access.read(other, one(), grant -> load("data"))));
        Throwable ofList = catchThrowable(() -> as(
                other, access.list(other, one(), grant -> load("data").flux()).then()));
        Throwable ofChange = catchThrowable(
                () -> as(other, access.write(other, patientId, AccessScope.SHARE, grant -> load("data"))));

        // then
        assertThat(Set.of(ofRead, ofList, ofChange)).allSatisfy(GuardedReadsTest::isNoSuchPatient);
        assertThat(loads).hasValue(0);
        assertThat(recorded.events()).hasSize(3).allSatisfy(denied -> {
            assertThat(denied.payload(AccessDenied.class))
                    .isEqualTo(new AccessDenied(patientId, DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
            assertThat(denied.stamp().getActor()).isEqualTo("a2");
            assertThat(recorded.detail(denied).has("right")).isFalse();
        });
    }

    @Test
    void shouldRecordNoIdOfAPatientWhoDoesNotExist() {
        // when
        Throwable denied = catchThrowable(() -> as(other, access.read(other, oneOf("made-up"), grant -> load("data"))));

        // then
        assertThat(denied).satisfies(GuardedReadsTest::isNoSuchPatient);
        assertThat(event().payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
    }

    @Test
    void shouldGiveNothingOfAnotherPatientAndRecordTheAttempt() {
        // when
        String own = as(other, access.write(other, otherId, AccessScope.SHARE, grant -> owned(grant, load(otherId))));
        assertThat(recorded.events()).isEmpty();
        String foreign =
                as(other, access.write(other, otherId, AccessScope.SHARE, grant -> owned(grant, load(patientId))));

        // then
        assertThat(own).isEqualTo(otherId);
        assertThat(foreign).isNull();
        assertThat(event().payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(patientId, DenialReason.NOT_PERMITTED, 1, null, null, Attempt.UNKNOWN));
    }

    @Test
    void shouldTellOnlyTheOwnerThatSomethingIsDamaged() {
        // given
        CannotBeRead ofPatient = damaged(patientId);
        CannotBeRead ofNobodyKnown = damaged(null);
        Function<Grant, Mono<String>> broken = grant -> owned(grant, Mono.error(ofPatient));

        // then
        assertThatThrownBy(() -> as(patient, access.write(patient, patientId, AccessScope.SHARE, broken)))
                .isSameAs(ofPatient);
        assertThat(recorded.events()).isEmpty();
        String foreign = as(other, access.write(other, otherId, AccessScope.SHARE, broken));
        assertThat(foreign).isNull();
        assertThat(event().payload(AccessDenied.class).getPatientId()).isEqualTo(patientId);
        assertThatThrownBy(() -> as(
                        other,
                        access.write(
                                other, otherId, AccessScope.SHARE, grant -> owned(grant, Mono.error(ofNobodyKnown)))))
                .isSameAs(ofNobodyKnown);
    }

    private Mono<String> owned(Grant grant, Mono<String> found) {
        return access.ofPatient(grant, found, owner -> owner);
    }

    private static Mono<String> rightInContext() {
        return Mono.deferContextual(
                        context -> Mono.justOrEmpty(Actor.in(context).right()))
                .map(AccessRight::name);
    }

    private <T> Mono<T> load(T data) {
        return Mono.fromSupplier(() -> {
            loads.incrementAndGet();
            return data;
        });
    }

    private static <T> T as(Caller who, Mono<T> request) {
        return in(who.actor(), request);
    }

    private static <T> T in(Actor actor, Mono<T> request) {
        return request.contextWrite(actor::into).block(PATIENCE);
    }

    private Event event() {
        assertThat(recorded.events()).hasSize(1);
        return recorded.events().get(0);
    }

    private String right() {
        return recorded.detail(event()).get("right").asString();
    }

    private DataRequest one() {
        return oneOf(patientId);
    }

    private static DataRequest oneOf(String owner) {
        return new DataRequest(AccessScope.RECORDS_READ, owner, KIND, "t1", Interaction.READ);
    }

    private static CannotBeRead damaged(String ownerId) {
        Unreadable thing = new Unreadable("things", "t1", ownerId, UnreadableReason.SEAL_BROKEN);
        return (CannotBeRead) catchThrowable(() -> ReadResult.broken(thing).orThrow());
    }

    private static void isNoSuchPatient(Throwable failure) {
        assertThat(Refused.with(AccessRefusal.NoSuchPatient.class)).accepts(failure);
    }
}
