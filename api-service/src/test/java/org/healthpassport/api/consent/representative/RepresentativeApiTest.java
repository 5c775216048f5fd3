package org.healthpassport.api.consent.representative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.ALL;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.as;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.dependant;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.offer;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Parents keep the passports of their children and carers act for those who invited them, over HTTP. */
class RepresentativeApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn ada;
    private SignedIn grace;

    @BeforeEach
    void register() {
        ada = api.newPatient();
        grace = api.newPatient();
    }

    @Test
    void shouldLetAParentKeepThePassportOfAChild() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.ACCESS)) {
            // when
            SignedIn child = representatives.child(ada);

            // then
            sharing.record(as(ada, child), allergy("Penicillin"));
            assertThat(calls.items(ada, path(child) + "/records")).hasSize(1);
            calls.get(ada, path(child) + "/documents").expectStatus().isOk();
            calls.get(ada, path(child) + "/qr-codes").expectStatus().isOk();
            calls.get(ada, path(child) + "/consents").expectStatus().isOk();
            calls.get(grace, path(child) + "/records").expectStatus().isNotFound();
            Event registered = recorded.one(event -> event.type() == EventType.DEPENDANT_REGISTERED
                    && event.subject().equals(child.patientId()));
            assertThat(registered.stamp().getActor()).isEqualTo(ada.accountId());
            Event read = recorded.all(
                            4,
                            event -> event.type() == EventType.DATA_READ
                                    && event.payload(DataRead.class)
                                            .getPatientId()
                                            .equals(child.patientId()))
                    .get(0);
            assertThat(read.payload(DataRead.class).getRight()).isEqualTo(AccessRight.REPRESENTATIVE);
            assertThat(read.stamp().getActor()).isEqualTo(ada.accountId());
            assertThat(calls.items(ada, "/api/me/patients"))
                    .singleElement()
                    .satisfies(item -> assertThat((Map<?, ?>) item)
                            .extracting("patientId", "right", "rights")
                            .containsExactly(child.patientId(), "REPRESENTATIVE", List.of(ALL)));
        }
    }

    @Test
    void shouldLetACarerDoWhatTheInvitationSaysUntilItIsEnded() {
        // given
        Map<?, ?> invitation = representatives.invited(ada, ada, "CARER", "READ");
        calls.get(grace, path(ada) + "/records").expectStatus().isNotFound();

        // when
        Map<?, ?> accepted = body(representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isOk());

        // then
        assertThat(accepted.get("patientId")).isEqualTo(ada.patientId());
        calls.get(grace, path(ada) + "/records").expectStatus().isOk();
        calls.get(grace, path(ada) + "/documents").expectStatus().isOk();
        calls.get(grace, path(ada) + "/qr-codes").expectStatus().isForbidden();
        calls.get(grace, path(ada) + "/consents").expectStatus().isForbidden();
        representatives.invite(grace, ada, "CARER", "READ").expectStatus().isForbidden();
        assertThat(calls.items(ada, path(ada) + "/representatives"))
                .singleElement()
                .satisfies(item -> assertThat((Map<?, ?>) item)
                        .extracting("accountId", "name", "status")
                        .containsExactly(grace.accountId(), "Ada Example", "ACTIVE"));

        // when it is ended
        representatives
                .end(ada, ada, invitation.get("representativeId"))
                .expectStatus()
                .isNoContent();

        // then
        calls.get(grace, path(ada) + "/records").expectStatus().isNotFound();
        assertThat(calls.items(grace, "/api/me/patients")).isEmpty();
        representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldKeepSharingAndReadingApart() {
        // given
        String documentId = new UploadedDocuments(api).storedPdf(ada, 400);
        String links = path(ada) + "/documents/" + documentId + "/download-links";
        SignedIn reader = api.newPatient();
        SignedIn sharer = api.newPatient();
        representatives
                .accept(
                        reader,
                        representatives.invited(ada, ada, "CARER", "READ").get("invitation"))
                .expectStatus()
                .isOk();
        representatives
                .accept(
                        sharer,
                        representatives.invited(ada, ada, "CARER", "SHARE").get("invitation"))
                .expectStatus()
                .isOk();

        // when, then
        calls.get(reader, path(ada) + "/documents").expectStatus().isOk();
        calls.post(reader, links, Map.of()).expectStatus().isForbidden();
        calls.get(sharer, path(ada) + "/documents").expectStatus().isForbidden();
        calls.get(sharer, path(ada) + "/records").expectStatus().isForbidden();
        calls.post(sharer, links, Map.of()).expectStatus().isCreated();
    }

    /** Nobody has a right by something that was changed in the store; the patient still learns that it was. */
    @Test
    void shouldGiveNoRightByWhatCannotBeRead() {
        // given
        representatives
                .accept(grace, representatives.invited(ada, ada, "CARER", ALL).get("invitation"))
                .expectStatus()
                .isOk();
        api.bean(ReactiveMongoTemplate.class)
                .updateFirst(
                        query(where("_id").is(ada.patientId())),
                        new Update().set("sealed", new Binary(new byte[100])),
                        "representations")
                .block();

        // when, then
        calls.get(grace, path(ada) + "/records").expectStatus().isNotFound();
        calls.get(ada, path(ada) + "/records").expectStatus().isOk();
        representatives
                .end(grace, ada, "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
                .expectStatus()
                .isNotFound();
        calls.get(ada, path(ada) + "/representatives").expectStatus().is5xxServerError();
    }

    @Test
    void shouldLetRepresentativesLeave() {
        // given
        String representativeId = representatives.represented(ada, ada, grace, "READ");

        // when
        representatives.end(grace, ada, representativeId).expectStatus().isNoContent();

        // then
        calls.get(grace, path(ada) + "/records").expectStatus().isNotFound();
    }

    @Test
    void shouldEndAtTheAgreedTime() {
        // given
        Map<String, Object> offer = offer("CARER", "READ");
        offer.put("expiresAt", Instant.now().plus(3, ChronoUnit.SECONDS).toString());
        Map<?, ?> invitation = body(calls.post(ada, path(ada) + "/representatives", offer)
                .expectStatus()
                .isCreated());
        representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isOk();

        // then
        await().until(() -> status(calls.get(grace, path(ada) + "/records")) == 404);
    }

    @Test
    void shouldAcceptOnceOfFiftyAtOnce() {
        // given
        SignedIn child = representatives.child(ada);
        Object code = representatives.invited(ada, child, "PARENT", ALL).get("invitation");

        // when
        List<Integer> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> status(representatives.accept(grace, code)))
                .toList();

        // then
        assertThat(answers).containsOnlyOnce(200).isSubsetOf(200, 409, 422, 503);
        assertThat(calls.items(ada, path(child) + "/representatives")).hasSize(2);
    }

    @Test
    void shouldGiveTheSameCodeForTheSameKeyAndStoreNone() {
        // given
        Map<String, Object> offer = offer("CARER", "READ");

        // when
        Map<?, ?> first = body(inviteWithKey(offer).expectStatus().isCreated());
        Map<?, ?> second = body(inviteWithKey(offer).expectStatus().isCreated());

        // then
        assertThat(second).isEqualTo(first);
        assertThat((String) first.get("invitation")).hasSize(43);
        assertThat(api.bean(ReactiveMongoTemplate.class)
                        .findAll(Document.class, "representativeInvitations")
                        .map(Document::toJson)
                        .collectList()
                        .block())
                .isNotEmpty()
                .noneMatch(stored -> stored.contains((String) first.get("invitation")));
    }

    @Test
    void shouldRefuseOneself() {
        // given
        SignedIn child = representatives.child(ada);
        Object ofHerself = representatives.invited(ada, ada, "CARER", "READ").get("invitation");
        Object ofHerChild =
                representatives.invited(ada, child, "PARENT", "READ").get("invitation");

        // then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            representatives.accept(ada, ofHerself).expectStatus().isForbidden();
            representatives.accept(ada, ofHerChild).expectStatus().isForbidden();
            recorded.all(
                    2,
                    event -> event.type() == EventType.ACCESS_DENIED
                            && event.stamp().getActor().equals(ada.accountId()));
        }
        representatives.accept(grace, ofHerself).expectStatus().isOk();
    }

    /** The account may be suspended because somebody else uses it. */
    @Test
    void shouldNotAcceptFromAnInviterWhoIsSuspended() {
        // given
        SignedIn child = representatives.child(ada);
        List<Object> codes = List.of(
                representatives.invited(ada, ada, "CARER", "READ").get("invitation"),
                representatives.invited(ada, child, "CARER", "READ").get("invitation"));
        ofAccount(ada, "suspension");

        // when, then
        codes.forEach(
                code -> representatives.accept(grace, code).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT));

        // when the suspension is lifted
        ofAccount(ada, "activation");

        // then
        codes.forEach(code -> representatives.accept(grace, code).expectStatus().isOk());
    }

    @Test
    void shouldLetOnlyPatientsRepresent() {
        // given
        SignedIn doctor = new Members(api).doctor(new Members(api).hospital()).signedIn();
        Object code = representatives.invited(ada, ada, "CARER", "READ").get("invitation");

        // then
        representatives.accept(doctor, code).expectStatus().isForbidden();
        calls.post(doctor, "/api/me/dependants", dependant()).expectStatus().isForbidden();
    }

    @Test
    void shouldPassOnNoMoreThanARepresentativeHas() {
        // given
        SignedIn child = representatives.child(ada);
        representatives
                .accept(
                        grace,
                        representatives
                                .invited(ada, child, "GUARDIAN", "READ", "CONSENT")
                                .get("invitation"))
                .expectStatus()
                .isOk();

        // then
        representatives
                .invite(grace, child, "CARER", "WRITE")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        representatives.invite(grace, child, "CARER", "READ").expectStatus().isCreated();
    }

    @Test
    void shouldPassOnNothingForLongerThanARepresentativeHasIt() {
        // given
        SignedIn child = representatives.child(ada);
        Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> untilTomorrow = offer("GUARDIAN", "READ", "CONSENT");
        untilTomorrow.put("expiresAt", end.toString());
        Map<?, ?> invitation = body(calls.post(ada, path(child) + "/representatives", untilTomorrow)
                .expectStatus()
                .isCreated());
        representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isOk();

        // then
        representatives
                .invite(grace, child, "CARER", "READ")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        calls.post(grace, path(child) + "/representatives", untilTomorrow)
                .expectStatus()
                .isCreated();
        untilTomorrow.put("expiresAt", end.plusSeconds(1).toString());
        calls.post(grace, path(child) + "/representatives", untilTomorrow)
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldGiveConsentToNoMoreThanARepresentativeMayDo() {
        // given
        Member doctor = new Members(api).doctor(new Members(api).hospital());
        representatives.represented(ada, ada, grace, "READ", "CONSENT");

        // when, then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            calls.grant(grace, ada, toDoctor(doctor, "RECORDS_READ", "DOCUMENTS_WRITE"))
                    .expectStatus()
                    .isForbidden();
            Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(grace.accountId()));
            assertThat(denied.payload(AccessDenied.class).getPatientId()).isEqualTo(ada.patientId());
        }
        assertThat(calls.items(ada, path(ada) + "/consents")).isEmpty();
        calls.grant(grace, ada, toDoctor(doctor, "RECORDS_READ", "DOCUMENTS_READ"))
                .expectStatus()
                .isCreated();

        // when the doctor asks for more
        String asked = calls.asked(doctor, ada, "RECORDS_WRITE");

        // then
        calls.approve(grace, ada, asked, "RECORDS_WRITE").expectStatus().isForbidden();
        calls.approve(grace, ada, asked, "RECORDS_READ").expectStatus().isOk();
    }

    @Test
    void shouldGiveConsentForNoLongerThanARepresentativeActs() {
        // given
        Member doctor = new Members(api).doctor(new Members(api).hospital());
        Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> untilTomorrow = offer("CARER", ALL);
        untilTomorrow.put("expiresAt", end.toString());
        Map<?, ?> invitation = body(calls.post(ada, path(ada) + "/representatives", untilTomorrow)
                .expectStatus()
                .isCreated());
        representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isOk();
        Map<String, Object> consent = toDoctor(doctor, "RECORDS_READ");

        // when, then
        calls.grant(grace, ada, consent).expectStatus().isForbidden();
        consent.put("expiresAt", end.plusSeconds(1).toString());
        calls.grant(grace, ada, consent).expectStatus().isForbidden();
        calls.approve(grace, ada, calls.asked(doctor, ada, "RECORDS_READ"), "RECORDS_READ")
                .expectStatus()
                .isForbidden();
        consent.put("expiresAt", end.toString());
        calls.grant(grace, ada, consent).expectStatus().isCreated();

        // when the representative has left, the consent is the patient's
        representatives
                .end(ada, ada, invitation.get("representativeId"))
                .expectStatus()
                .isNoContent();

        // then
        calls.readRecords(doctor, ada).expectStatus().isOk();
    }

    @Test
    void shouldNotLetARepresentativeEndAnotherWhoMayDoMore() {
        // given
        SignedIn child = representatives.child(ada);
        SignedIn linus = api.newPatient();
        representatives
                .accept(
                        grace,
                        representatives
                                .invited(ada, child, "GUARDIAN", "READ", "CONSENT")
                                .get("invitation"))
                .expectStatus()
                .isOk();
        representatives
                .accept(
                        linus,
                        representatives.invited(ada, child, "CARER", "READ").get("invitation"))
                .expectStatus()
                .isOk();

        // then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            representatives
                    .end(grace, child, representative(grace, child, ada))
                    .expectStatus()
                    .isForbidden();
            Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(grace.accountId()));
            assertThat(denied.payload(AccessDenied.class).getPatientId()).isEqualTo(child.patientId());
        }
        calls.get(ada, path(child) + "/records").expectStatus().isOk();
        representatives
                .end(grace, child, representative(grace, child, linus))
                .expectStatus()
                .isNoContent();
        calls.get(linus, path(child) + "/records").expectStatus().isNotFound();
    }

    @Test
    void shouldInviteForPatientsWithALoginInPersonOnly() {
        // given
        representatives
                .accept(
                        grace,
                        representatives.invited(ada, ada, "GUARDIAN", ALL).get("invitation"))
                .expectStatus()
                .isOk();

        // then
        representatives.invite(grace, ada, "CARER", "READ").expectStatus().isForbidden();
    }

    @Test
    void shouldWithdrawAnInvitation() {
        // given
        Map<?, ?> invitation = representatives.invited(ada, ada, "CARER", "READ");

        // when
        representatives
                .end(ada, ada, invitation.get("representativeId"))
                .expectStatus()
                .isNoContent();

        // then
        representatives
                .accept(grace, invitation.get("invitation"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        representatives
                .end(ada, ada, "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
                .expectStatus()
                .isNotFound();
        representatives
                .end(grace, ada, invitation.get("representativeId"))
                .expectStatus()
                .isNotFound();
    }

    @Test
    void shouldKeepTheLastWhoCanManageAPassportWithoutALogin() {
        // given
        SignedIn child = representatives.child(ada);
        Object first = representative(ada, child, ada);
        representatives.end(ada, child, first).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        close(ada).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        calls.get(ada, path(child) + "/records").expectStatus().isOk();

        // when there is another one
        representatives
                .accept(
                        grace,
                        representatives.invited(ada, child, "PARENT", ALL).get("invitation"))
                .expectStatus()
                .isOk();
        close(ada).expectStatus().isNoContent();

        // then
        calls.get(grace, path(child) + "/records").expectStatus().isOk();
        representatives
                .end(grace, child, representative(grace, child, grace))
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        assertThat(calls.items(grace, path(child) + "/representatives"))
                .extracting(item -> (Object) ((Map<?, ?>) item).get("status"))
                .containsExactlyInAnyOrder("ACTIVE", "ENDED");
    }

    @Test
    void shouldKeepTheLastWhoseAccountMayAct() {
        // given
        SignedIn child = representatives.child(ada);
        representatives.represented(ada, child, grace, ALL);
        SignedIn linus = api.newPatient();
        String carer = representatives.represented(ada, child, linus, "READ");
        ofAccount(grace, "suspension");

        // when, then
        representatives
                .end(ada, child, representative(ada, child, ada))
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        close(ada).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        calls.get(ada, path(child) + "/records").expectStatus().isOk();
        representatives.end(ada, child, carer).expectStatus().isNoContent();

        // when the other one may act again
        ofAccount(grace, "activation");

        // then
        close(ada).expectStatus().isNoContent();
    }

    @Test
    void shouldLeaveNothingIfThePasswordIsWrong() {
        // given
        SignedIn child = representatives.child(ada);
        representatives
                .accept(
                        grace,
                        representatives.invited(ada, child, "PARENT", ALL).get("invitation"))
                .expectStatus()
                .isOk();

        // when
        calls.post(ada, "/api/me/closure", Map.of("password", "wrong horse battery"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);

        // then
        calls.get(ada, path(child) + "/records").expectStatus().isOk();
    }

    @Test
    void shouldKeepOneOfTwoWhoLeaveAtTheSameTime() {
        for (int round = 0; round < 5; round++) {
            // given
            SignedIn child = representatives.child(ada);
            representatives
                    .accept(
                            grace,
                            representatives.invited(ada, child, "PARENT", ALL).get("invitation"))
                    .expectStatus()
                    .isOk();
            Object adas = representative(ada, child, ada);
            Object graces = representative(ada, child, grace);

            // when
            List<Integer> answers = IntStream.range(0, 2)
                    .parallel()
                    .mapToObj(i -> status(
                            i == 0 ? representatives.end(ada, child, adas) : representatives.end(grace, child, graces)))
                    .toList();

            // then
            assertThat(answers).containsExactlyInAnyOrder(204, 409);
        }
    }

    @Test
    void shouldKeepOneOfTwoWhoCloseTheirAccountsAtTheSameTime() {
        // given
        SignedIn child = representatives.child(ada);
        representatives
                .accept(
                        grace,
                        representatives.invited(ada, child, "PARENT", ALL).get("invitation"))
                .expectStatus()
                .isOk();

        // when
        List<Integer> answers = List.of(ada, grace).parallelStream()
                .map(owner -> status(close(owner)))
                .toList();

        // then
        assertThat(answers).containsExactlyInAnyOrder(204, 409);
        SignedIn left = answers.get(0) == 204 ? grace : ada;
        calls.get(left, path(child) + "/records").expectStatus().isOk();
    }

    @Test
    void shouldNameTheRepresentativeInTheAuditLog() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // when
            String representativeId = representatives.represented(ada, ada, grace, "READ");
            representatives.end(ada, ada, representativeId).expectStatus().isNoContent();

            // then
            for (EventType type : List.of(EventType.REPRESENTATIVE_ADDED, EventType.REPRESENTATIVE_ENDED)) {
                Event event = recorded.one(
                        found -> found.type() == type && found.subject().equals(ada.patientId()));
                assertThat(recorded.detail(event).get("resourceId").asString()).isEqualTo(representativeId);
            }
        }
    }

    @Test
    void shouldBoundTheOpenInvitations() {
        // given
        Object first = representatives.invited(ada, ada, "CARER", "READ").get("representativeId");
        for (int i = 1; i < 20; i++) {
            representatives.invited(ada, ada, "CARER", "READ");
        }
        representatives.invite(ada, ada, "CARER", "READ").expectStatus().isEqualTo(HttpStatus.CONFLICT);

        // when
        representatives.end(ada, ada, first).expectStatus().isNoContent();

        // then
        representatives.invite(ada, ada, "CARER", "READ").expectStatus().isCreated();
        representatives.invite(ada, ada, "CARER", "READ").expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void shouldBoundTheOpenInvitationsThatAreMadeAtOnce() throws Exception {
        // when
        List<Integer> answers = AtOnce.statuses(40, number -> representatives.invite(ada, ada, "CARER", "READ"));

        // then
        assertThat(answers).containsOnly(201, 409);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(20);
    }

    @Test
    void shouldBoundThePassportsOfDependantsThatAreMadeAtOnce() throws Exception {
        // when
        List<Integer> answers = AtOnce.statuses(40, number -> calls.post(ada, "/api/me/dependants", dependant()));

        // then
        assertThat(answers).containsOnly(201, 409);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(20);
        assertThat(calls.items(ada, "/api/me/patients?limit=200")).hasSize(20);
    }

    @Test
    void shouldBoundThePassportsOfDependants() {
        // given
        for (int i = 0; i < 20; i++) {
            representatives.child(ada);
        }

        // then
        calls.post(ada, "/api/me/dependants", dependant()).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        calls.post(grace, "/api/me/dependants", dependant()).expectStatus().isCreated();
    }

    @Test
    void shouldTakeNoTextAsTheNameOfADependant() {
        send(ada, "/api/me/dependants", "{\"name\":\"Kim\",\"birthDate\":\"2024-05-17\"}")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldMakeOnePassportForOneKey() {
        // when
        Map<?, ?> first = body(registerWithKey().expectStatus().isCreated());
        Map<?, ?> second = body(registerWithKey().expectStatus().isCreated());

        // then
        assertThat(second).isEqualTo(first);
        assertThat(calls.items(ada, "/api/me/patients")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"relation\":\"CARER\"}",
                "{\"relation\":\"CARER\",\"rights\":[]}",
                "{\"relation\":\"AUNT\",\"rights\":[\"READ\"]}",
                "{\"relation\":\"CARER\",\"rights\":[\"EVERYTHING\"]}",
                "{\"relation\":\"CARER\",\"rights\":[null]}",
                "{\"relation\":\"CARER\",\"rights\":[\"READ\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                "{\"relation\":\"CARER\",\"rights\":[\"READ\"],\"expiresAt\":\"soon\"}"
            })
    void shouldRefuseWhatIsNoInvitation(String invitation) {
        send(ada, path(ada) + "/representatives", invitation)
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":{\"given\":\"Kim\"}}",
                "{\"name\":{},\"birthDate\":\"2024-05-17\"}",
                "{\"name\":{\"given\":\"Kim\"},\"birthDate\":\"2999-05-17\"}"
            })
    void shouldRefuseWhatIsNoDependant(String dependant) {
        send(ada, "/api/me/dependants", dependant).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"invitation\":\"\"}", "{\"invitation\":\"unknown\"}"})
    void shouldRefuseCodesThatAreNone(String acceptance) {
        send(ada, "/api/me/representations", acceptance).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private void ofAccount(SignedIn owner, String change) {
        calls.post(api.administrator(), "/api/admin/accounts/" + owner.accountId() + '/' + change, Map.of())
                .expectStatus()
                .isNoContent();
    }

    private ResponseSpec close(SignedIn owner) {
        return calls.post(owner, "/api/me/closure", Map.of("password", ApiUnderTest.PASSWORD));
    }

    /** The id of somebody as a representative. */
    private Object representative(SignedIn caller, SignedIn patient, SignedIn representative) {
        return calls.items(caller, path(patient) + "/representatives").stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item -> representative.accountId().equals(item.get("accountId")))
                .findFirst()
                .orElseThrow()
                .get("representativeId");
    }

    private ResponseSpec inviteWithKey(Map<String, Object> offer) {
        return api.client(ada)
                .post()
                .uri(path(ada) + "/representatives")
                .header("Idempotency-Key", "the-same")
                .bodyValue(offer)
                .exchange();
    }

    private ResponseSpec registerWithKey() {
        return api.client(ada)
                .post()
                .uri("/api/me/dependants")
                .header("Idempotency-Key", "the-same")
                .bodyValue(dependant())
                .exchange();
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
}
