package org.healthpassport.api.consent.representative.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.ALL;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.as;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.offer;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Invitations;
import org.healthpassport.api.consent.representative.RepresentationDecisions;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountState.Takeover;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.representative.PassportTakenOver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

/** A grown child takes the passport over that a parent has kept, over HTTP and over interruptions. */
class TakeoverApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn ada;
    private SignedIn kim;
    private SignedIn child;

    @BeforeEach
    void register() {
        ada = api.newPatient();
        kim = api.newPatient();
        child = representatives.child(ada);
    }

    @Test
    void shouldMakeThePassportTheOwnOneOfTheGrownChild() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.IDENTITY)) {
            // given
            sharing.record(as(ada, child), allergy("Penicillin"));
            Map<?, ?> invitation = invited(ada, child);

            // when
            Map<?, ?> taken = body(accept(kim, invitation).expectStatus().isOk());

            // then
            assertThat(taken.get("patientId")).isEqualTo(child.patientId());
            assertThat(taken.get("relation")).isEqualTo("SELF");
            calls.get(kim, "/api/me").expectStatus().isUnauthorized();
            SignedIn own = again(kim, child);
            assertThat(body(calls.get(own, "/api/me").expectStatus().isOk()).get("patientId"))
                    .isEqualTo(child.patientId());
            assertThat(calls.items(own, path(child) + "/records")).hasSize(1);
            calls.get(own, path(child) + "/consents").expectStatus().isOk();
            calls.get(ada, path(child) + "/records").expectStatus().isNotFound();
            assertThat(calls.items(ada, "/api/me/patients")).isEmpty();
            Event event = recorded.one(found -> found.type() == EventType.PASSPORT_TAKEN_OVER);
            assertThat(event.payload(PassportTakenOver.class))
                    .isEqualTo(new PassportTakenOver(
                            (String) invitation.get("representativeId"), child.patientId(), kim.accountId()));
            assertThat(event.stamp().getActor()).isEqualTo(kim.accountId());
            recorded.one(found ->
                    found.type() == EventType.ACCOUNT_CHANGED && found.subject().equals(kim.accountId()));
        }
    }

    /** The one who takes over knows it. */
    @Test
    void shouldTellThoseWhomItConcerns() {
        // given
        SignedIn charles = api.newPatient();
        Object parentId = anotherParent(charles);

        // when
        accept(kim, invited(ada, child), List.of(parentId)).expectStatus().isOk();

        // then
        await().untilAsserted(() -> assertThat(types(charles)).contains("PASSPORT_TAKEN_OVER"));
        await().untilAsserted(() -> assertThat(types(ada)).contains("REPRESENTATIVE_ENDED"));
    }

    @Test
    void shouldLoseNothingOfThePassportOfBefore() {
        // given
        sharing.record(kim, allergy("Latex"));

        // when
        accept(kim, invited(ada, child)).expectStatus().isOk();

        // then
        SignedIn own = again(kim, child);
        assertThat(calls.items(own, path(kim) + "/records")).hasSize(1);
        assertThat(calls.items(own, "/api/me/patients"))
                .singleElement()
                .satisfies(item -> assertThat((Map<?, ?>) item)
                        .extracting("patientId", "right")
                        .containsExactly(kim.patientId(), "REPRESENTATIVE"));
    }

    /** The passport of before has no login any more. */
    @Test
    void shouldStayWhileNobodyElseManagesThePassportOfBefore() {
        // given
        sharing.record(kim, allergy("Latex"));
        accept(kim, invited(ada, child)).expectStatus().isOk();
        SignedIn own = again(kim, child);

        // when, then
        close(own).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        assertThat(calls.items(own, path(kim) + "/records")).hasSize(1);

        // when somebody else manages it
        SignedIn grace = api.newPatient();
        representatives.represented(own, kim, grace, ALL);
        close(own).expectStatus().isNoContent();

        // then
        assertThat(calls.items(grace, path(kim) + "/records")).hasSize(1);
        representatives.invite(grace, kim, "CARER", "READ").expectStatus().isCreated();
    }

    @Test
    void shouldKeepWhoIsToBeKept() {
        // given
        SignedIn charles = api.newPatient();
        Object parentId = anotherParent(charles);

        // when
        accept(kim, invited(ada, child), List.of(parentId)).expectStatus().isOk();

        // then
        calls.get(charles, path(child) + "/records").expectStatus().isOk();
        calls.get(ada, path(child) + "/records").expectStatus().isNotFound();
        representatives.invite(charles, child, "CARER", "READ").expectStatus().isForbidden();
        SignedIn own = again(kim, child);
        end(own, parentId).expectStatus().isNoContent();
        calls.get(charles, path(child) + "/records").expectStatus().isNotFound();
        representatives.invite(own, child, "CARER", "READ").expectStatus().isCreated();
    }

    @Test
    void shouldGiveItToOneOfTwoAtOnce() {
        for (int round = 0; round < 4; round++) {
            // given
            SignedIn passport = representatives.child(ada);
            List<SignedIn> grown = List.of(api.newPatient(), api.newPatient());
            Map<?, ?> code = invited(ada, passport);
            List<Map<?, ?>> codes = List.of(code, round % 2 == 0 ? invited(ada, passport) : code);

            // when
            List<Integer> answers = IntStream.range(0, 2)
                    .parallel()
                    .mapToObj(i -> status(accept(grown.get(i), codes.get(i))))
                    .toList();

            // then
            assertThat(answers).containsExactlyInAnyOrder(200, 422);
            SignedIn winner = grown.get(answers.indexOf(200));
            SignedIn other = grown.get(answers.indexOf(422));
            calls.get(again(winner, passport), path(passport) + "/records")
                    .expectStatus()
                    .isOk();
            assertThat(body(calls.get(other, "/api/me").expectStatus().isOk()).get("patientId"))
                    .isEqualTo(other.patientId());
            calls.get(other, path(passport) + "/records").expectStatus().isNotFound();
        }
    }

    @Test
    void shouldGiveOneAccountOneOfTwoAtOnce() {
        // given
        SignedIn second = representatives.child(ada);
        List<Map<?, ?>> codes = List.of(invited(ada, child), invited(ada, second));

        // when
        List<Integer> answers = IntStream.range(0, 2)
                .parallel()
                .mapToObj(i -> status(accept(kim, codes.get(i))))
                .toList();

        // then
        assertThat(answers).contains(200).isSubsetOf(200, 401, 503);
        SignedIn taken = answers.get(0) == 200 ? child : second;
        SignedIn left = taken == child ? second : child;
        calls.get(again(kim, taken), path(taken) + "/records").expectStatus().isOk();
        calls.get(ada, path(left) + "/records").expectStatus().isOk();
    }

    @Test
    void shouldNotBeGivenAwayByWhoHasLeft() {
        for (int round = 0; round < 3; round++) {
            // given
            SignedIn passport = representatives.child(ada);
            SignedIn charles = api.newPatient();
            Map<?, ?> parent = body(representatives
                    .invite(ada, passport, "PARENT", ALL)
                    .expectStatus()
                    .isCreated());
            accept(charles, parent).expectStatus().isOk();
            SignedIn grown = api.newPatient();
            Map<?, ?> code = invited(charles, passport);

            // when
            List<Integer> answers = IntStream.range(0, 2)
                    .parallel()
                    .mapToObj(i -> status(
                            i == 0
                                    ? accept(grown, code)
                                    : api.client(charles)
                                            .delete()
                                            .uri(path(passport) + "/representatives/" + parent.get("representativeId"))
                                            .exchange()))
                    .toList();

            // then
            SignedIn owner = answers.get(0) == 200 ? again(grown, passport) : ada;
            assertThat(answers.get(0)).isIn(200, 422);
            calls.get(owner, path(passport) + "/records").expectStatus().isOk();
            calls.get(charles, path(passport) + "/records").expectStatus().isNotFound();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void shouldFinishWhatWasInterruptedAfterAnyStep(int steps) {
        // given
        sharing.record(as(ada, child), allergy("Penicillin"));
        Map<?, ?> code = invited(ada, child);

        // when the process stops after that many steps
        interrupt(steps, (String) code.get("invitation"));

        // then somebody can manage the passport
        SignedIn manager = steps < 2 ? ada : steps < 4 ? kim : again(kim, child);
        calls.get(manager, path(child) + "/consents").expectStatus().isOk();
        if (steps > 0 && steps < 4) {
            calls.post(kim, "/api/me/closure", Map.of("password", ApiUnderTest.PASSWORD))
                    .expectStatus()
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        }

        // when
        api.bean(UnfinishedTakeovers.class).sweep(Instant.now().plusSeconds(1)).block();

        // then
        assertThat(notes()).isZero();
        if (steps == 0) {
            calls.get(ada, path(child) + "/records").expectStatus().isOk();
            accept(kim, code).expectStatus().isOk();
        }
        SignedIn own = again(kim, child);
        assertThat(calls.items(own, path(child) + "/records")).hasSize(1);
        assertThat(calls.items(own, path(kim) + "/records")).isEmpty();
        calls.get(ada, path(child) + "/records").expectStatus().isNotFound();
        RepresentationState state = Objects.requireNonNull(
                api.bean(Representations.class).of(child.patientId()).block());
        assertThat(state.withoutLogin()).isFalse();
        assertThat(api.bean(KnownRepresentatives.class)
                        .accountsActingFor(child.patientId(), AccessScope.CONSENT)
                        .collectList()
                        .block())
                .isEmpty();
        api.bean(UnfinishedTakeovers.class).sweep(Instant.now().plusSeconds(1)).block();
        calls.get(own, path(child) + "/records").expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldFinishWhenTheRequestIsRepeated(int steps) {
        // given
        Map<?, ?> code = invited(ada, child);
        interrupt(steps, (String) code.get("invitation"));

        // when
        accept(kim, code).expectStatus().isOk();

        // then
        calls.get(again(kim, child), path(child) + "/records").expectStatus().isOk();
        assertThat(notes()).isZero();
    }

    @Test
    void shouldGiveUpWhatThePassportDecidesAgainst() {
        // given
        Map<?, ?> code = invited(ada, child);
        interrupt(1, (String) code.get("invitation"));
        end(ada, code.get("representativeId")).expectStatus().isNoContent();
        accept(kim, code).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(notes()).isOne();

        // when
        api.bean(UnfinishedTakeovers.class).sweep(Instant.now().plusSeconds(1)).block();

        // then
        assertThat(notes()).isZero();
        assertThat(account().takeover()).isNull();
        assertThat(account().patientId()).isEqualTo(kim.patientId());
        calls.get(kim, path(kim) + "/records").expectStatus().isOk();
        calls.get(ada, path(child) + "/records").expectStatus().isOk();
    }

    /** The sweep runs after the note is written and before the account is saved, and no step after that succeeds. */
    @Test
    void shouldLeaveANoteIfTheSweepOvertakesTheBeginning() {
        // given
        Map<?, ?> code = invited(ada, child);
        ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);
        AtomicInteger begun = new AtomicInteger();
        TakeoverNotes slow = new TakeoverNotes(mongo) {
            @Override
            Mono<Void> begin(Note note, String requestId, Instant now) {
                return super.begin(note, requestId, now)
                        .then(Mono.defer(() -> begun.incrementAndGet() > 2
                                ? Mono.empty()
                                : api.bean(UnfinishedTakeovers.class)
                                        .sweep(Instant.now().plusSeconds(1))))
                        .then(mongo.remove(query(where("_id").is(note.invitationId())), "representativeInvitations"))
                        .then();
            }
        };
        TakingOver takingOver = new TakingOver(
                api.bean(Accounts.class),
                api.bean(Representations.class),
                api.bean(Invitations.class),
                slow,
                api.bean(Ids.class),
                Clock.systemUTC());
        Snapshot<InvitationState> invitation = Objects.requireNonNull(api.bean(Invitations.class)
                .findByCode((String) code.get("invitation"))
                .block());

        // when
        assertThatThrownBy(() -> takingOver
                        .takeOver(account().caller(), kim.patientId(), "Kim", invitation, List.of())
                        .block())
                .isNotInstanceOf(Refused.class);

        // then
        assertThat(account().takeover()).isNotNull();
        assertThat(notes()).isOne();
        mongo.remove(query(where("accountId").is(kim.accountId())), "unfinishedTakeovers")
                .block();
    }

    @Test
    void shouldTakeAnotherPassportOverLater() {
        // given
        accept(kim, invited(ada, child)).expectStatus().isOk();
        SignedIn second = representatives.child(ada);

        // when
        accept(again(kim, child), invited(ada, second)).expectStatus().isOk();

        // then
        SignedIn own = again(kim, second);
        for (SignedIn passport : List.of(second, child, kim)) {
            calls.get(own, path(passport) + "/records").expectStatus().isOk();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"relation\":\"SELF\",\"rights\":[\"READ\"]}",
                "{\"relation\":\"SELF\",\"rights\":[]}",
                "{\"relation\":\"SELF\",\"rights\":[null]}",
                "{\"relation\":\"SELF\",\"expiresAt\":\"2199-01-01T00:00:00Z\"}",
                "{\"relation\":\"self\"}"
            })
    void shouldRefuseWhatIsNoGift(String offer) {
        send(ada, path(child) + "/representatives", offer).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldBeGivenAwayByWhoManagesItForGoodOnly() {
        // given
        SignedIn charles = api.newPatient();
        SignedIn grace = api.newPatient();
        Map<String, Object> untilTomorrow = offer("GUARDIAN", ALL);
        untilTomorrow.put("expiresAt", Instant.now().plusSeconds(86_400).toString());
        accept(
                        charles,
                        body(calls.post(ada, path(child) + "/representatives", untilTomorrow)
                                .expectStatus()
                                .isCreated()))
                .expectStatus()
                .isOk();
        accept(
                        grace,
                        body(representatives
                                .invite(ada, child, "CARER", "READ", "CONSENT")
                                .expectStatus()
                                .isCreated()))
                .expectStatus()
                .isOk();

        // then
        representatives.invite(charles, child, "SELF").expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        representatives.invite(grace, child, "SELF").expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        representatives.invite(ada, ada, "SELF").expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        accept(grace, invited(ada, child)).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        accept(ada, invited(ada, child)).expectStatus().isForbidden();
    }

    @Test
    void shouldKeepNobodyWhoDoesNotAct() {
        // given
        Map<?, ?> code = invited(ada, child);
        Map<?, ?> carer = body(representatives
                .invite(ada, child, "CARER", "READ")
                .expectStatus()
                .isCreated());

        // then
        accept(kim, code, List.of("unknown")).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        accept(kim, code, Collections.nCopies(51, "x")).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        send(
                        kim,
                        "/api/me/representations",
                        "{\"invitation\":\"" + code.get("invitation") + "\",\"keepRepresentatives\":[null]}")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        accept(kim, carer, List.of()).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        accept(kim, code).expectStatus().isOk();
        accept(again(kim, child), code).expectStatus().isForbidden();
    }

    /** Does the first steps of a takeover: the note and the account, the passport, the former passport, the account. */
    private void interrupt(int steps, String code) {
        Snapshot<InvitationState> invitation = Objects.requireNonNull(
                api.bean(Invitations.class).findByCode(code).block());
        Takeover takeover =
                new Takeover(invitation.id(), child.patientId(), invitation.id() + "-former", "Kim", List.of());
        Representations representations = api.bean(Representations.class);
        api.bean(TakeoverNotes.class)
                .begin(
                        new TakeoverNotes.Note(kim.accountId(), invitation.id()),
                        "request",
                        Instant.now().minusSeconds(60))
                .block();
        if (steps >= 1) {
            changeAccount(account -> TakeoverDecisions.begin(account, kim.patientId(), takeover));
        }
        if (steps >= 2) {
            representations
                    .change(
                            child.patientId(),
                            state -> RepresentationDecisions.takeOver(
                                    state, invitation.state(), inPerson(invitation.id()), List.of(), Instant.now()))
                    .block();
        }
        if (steps >= 3) {
            representations
                    .change(
                            kim.patientId(),
                            state -> RepresentationDecisions.keep(state, inPerson(takeover.representativeId())))
                    .block();
        }
        if (steps >= 4) {
            changeAccount(account -> TakeoverDecisions.finish(account, takeover, Instant.now()));
        }
    }

    private Representative inPerson(String id) {
        return Representative.inPerson(id, kim.accountId(), "Kim", Instant.now());
    }

    private void changeAccount(Function<AccountState, Decision<AccountState>> decide) {
        api.bean(Accounts.class)
                .change(kim.accountId(), current -> decide.apply(current.state()))
                .block();
    }

    private AccountState account() {
        return Objects.requireNonNull(
                api.bean(Accounts.class).find(kim.accountId()).block());
    }

    private long notes() {
        return Objects.requireNonNull(api.bean(ReactiveMongoTemplate.class)
                .findAll(Document.class, "unfinishedTakeovers")
                .filter(note -> kim.accountId().equals(note.getString("accountId")))
                .count()
                .block());
    }

    /** The owner of an account after another login. */
    private static SignedIn again(SignedIn owner, SignedIn passport) {
        return new SignedIn(
                owner.accountId(),
                passport.patientId(),
                owner.email(),
                api.logIn(owner.email(), ApiUnderTest.PASSWORD));
    }

    private List<Object> types(SignedIn owner) {
        return calls.items(owner, "/api/me/notifications").stream()
                .map(item -> (Object) ((Map<?, ?>) item).get("type"))
                .toList();
    }

    /** An invitation to take a passport over. */
    private Map<?, ?> invited(SignedIn caller, SignedIn patient) {
        return representatives.invited(caller, patient, "SELF");
    }

    private ResponseSpec accept(SignedIn caller, Map<?, ?> invitation) {
        return representatives.accept(caller, invitation.get("invitation"));
    }

    private ResponseSpec accept(SignedIn caller, Map<?, ?> invitation, List<?> kept) {
        return calls.post(
                caller,
                "/api/me/representations",
                Map.of("invitation", invitation.get("invitation"), "keepRepresentatives", kept));
    }

    private ResponseSpec close(SignedIn owner) {
        return calls.post(owner, "/api/me/closure", Map.of("password", ApiUnderTest.PASSWORD));
    }

    private ResponseSpec end(SignedIn caller, Object representativeId) {
        return representatives.end(caller, child, representativeId);
    }

    private ResponseSpec send(SignedIn caller, String path, String json) {
        return api.client(caller)
                .post()
                .uri(path)
                .header("Content-Type", "application/json")
                .bodyValue(json)
                .exchange();
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    /** The id of somebody who represents the child as well, with all rights. */
    private Object anotherParent(SignedIn who) {
        Map<?, ?> invitation = representatives.invited(ada, child, "PARENT", ALL);
        accept(who, invitation).expectStatus().isOk();
        return invitation.get("representativeId");
    }
}
