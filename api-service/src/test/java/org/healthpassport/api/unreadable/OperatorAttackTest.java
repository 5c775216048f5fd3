package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Somebody who operates the database, and so can write anything to it, but has none of the keys. Each attack wants data of a
 * patient, or hides that somebody has them: it is refused, and the alarm or a list names the document.
 */
class OperatorAttackTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CONSENTS = "consents";
    private static final String REPRESENTATIONS = "representations";
    private static final String INVITATIONS = "representativeInvitations";
    private static final String EMERGENCIES = "emergencyAccesses";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Members members = new Members(api);
    private static final EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
    private static Member hospital;
    private static Member colleague;

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private final Damage damage = new Damage(api);
    private Member doctor;
    private SignedIn ada;
    private SignedIn ben;

    @BeforeAll
    static void registerHospital() {
        hospital = emergencies.enabledHospital();
        colleague = members.doctor(hospital);
    }

    @BeforeEach
    void register() {
        doctor = members.doctor(hospital);
        ada = api.newPatient();
        ben = api.newPatient();
    }

    @Test
    void shouldNotObeyAConsentThatWasPutBackAfterItsRevocation() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String id = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));
            Document before = damage.copy(CONSENTS, id);
            calls.readRecords(doctor, ada).expectStatus().isOk();
            revoke(ada, id);

            // when
            damage.put(CONSENTS, before);

            // then
            assertNoRight(doctor, ada);
            assertListed(ada, id, "OUTDATED");
            assertAlarm(id, CONSENTS);
            assertThat(recorded.all(
                            2,
                            event -> event.type() == EventType.ACCESS_DENIED
                                    && event.stamp().getActor().equals(doctor.accountId())))
                    .extracting(event -> event.payload(AccessDenied.class).getPatientId())
                    .containsOnly(ada.patientId());
            calls.revoke(ada, ada, id).expectStatus().isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        }
    }

    @Test
    void shouldNotObeyAConsentUnderAnotherId() {
        // given
        String id = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));
        Document before = damage.copy(CONSENTS, id);
        revoke(ada, id);
        String inserted = UUID.randomUUID().toString();

        // when
        damage.put(CONSENTS, before.append("_id", inserted));

        // then
        assertNoRight(doctor, ada);
        assertListed(ada, inserted, "SEAL_BROKEN");
        assertAlarm(inserted, CONSENTS);
    }

    @Test
    void shouldNotObeyAConsentOfAnotherPatient() {
        // given digests that are known, as there was such a consent
        String ofBen = calls.granted(ben, toDoctor(doctor, "RECORDS_READ"));
        Document bens = damage.copy(CONSENTS, ofBen);
        revoke(ben, ofBen);
        String ofAda = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));
        Document adas = damage.copy(CONSENTS, ofAda);

        // when
        String inserted = UUID.randomUUID().toString();
        damage.put(CONSENTS, new Document(bens).append("_id", inserted).append("sealed", adas.get("sealed")));

        // then
        assertNoRight(doctor, ben);
        assertListed(ben, inserted, "SEAL_BROKEN");

        // when it keeps its owner
        damage.set(CONSENTS, ofAda, "activeBetween", bens.get("activeBetween"));

        // then
        assertNoRight(doctor, ben);
    }

    @Test
    void shouldNotObeyAConsentForAnotherDoctor() {
        // given
        String toColleague = calls.granted(ada, toDoctor(colleague, "RECORDS_READ"));
        Document digests = damage.copy(CONSENTS, toColleague);
        revoke(ada, toColleague);
        String id = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));

        // when
        damage.set(CONSENTS, id, "activeBetween", digests.get("activeBetween"));
        damage.set(CONSENTS, id, "activeOf", digests.get("activeOf"));

        // then
        assertNoRight(colleague, ada);
        assertListed(ada, id, "SEAL_BROKEN");
        assertThat(calls.items(colleague.signedIn(), "/api/me/patients?limit=200"))
                .extracting(item -> (Object) ((Map<?, ?>) item).get("patientId"))
                .doesNotContain(ada.patientId());
    }

    /** Otherwise somebody could use a consent that the patient does not see, and so cannot revoke. */
    @ParameterizedTest
    @ValueSource(strings = {"grantedBy", "activeOf"})
    void shouldNotObeyAConsentThatIsHiddenFromAList(String field) {
        // given
        String id = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));
        damage.copy(CONSENTS, id);
        calls.readRecords(doctor, ada).expectStatus().isOk();

        // when
        damage.unset(CONSENTS, id, field);

        // then
        assertNoRight(doctor, ada);
        assertAlarm(id, CONSENTS);
    }

    @Test
    void shouldNotObeyConsentsWhoseSealsWereSwapped() {
        // given
        String one = calls.granted(ada, toDoctor(doctor, "RECORDS_READ"));
        String other = calls.granted(ada, toDoctor(colleague, "DOCUMENTS_READ"));

        // when
        damage.swap(CONSENTS, one, other);

        // then
        assertNoRight(doctor, ada);
        assertNoRight(colleague, ada);
        assertListed(ada, one, "SEAL_BROKEN");
        assertListed(ada, other, "SEAL_BROKEN");
    }

    @Test
    void shouldNotObeyTheRepresentativesOfAnotherPassport() {
        // given
        SignedIn adasChild = representatives.child(ada);
        SignedIn bensChild = representatives.child(ben);
        Document ofAdasChild = damage.copy(REPRESENTATIONS, adasChild.patientId());
        damage.copy(REPRESENTATIONS, bensChild.patientId());

        // when
        damage.put(REPRESENTATIONS, ofAdasChild.append("_id", bensChild.patientId()));

        // then
        assertNoRight(ada, bensChild);
        assertNoRight(ben, bensChild);
        assertAlarm(bensChild.patientId(), REPRESENTATIONS);

        // when it names its owner
        damage.put(REPRESENTATIONS, ofAdasChild.append("subjectId", bensChild.patientId()));

        // then
        assertNoRight(ada, bensChild);
    }

    @Test
    void shouldNotObeyRepresentativesThatWerePutBackAfterTheirEnd() {
        // given
        Map<?, ?> invitation = invited(ada, "READ");
        accept(ben, invitation).expectStatus().isOk();
        Document before = damage.copy(REPRESENTATIONS, ada.patientId());
        calls.get(ben, path(ada) + "/records").expectStatus().isOk();
        end(ada, invitation).expectStatus().isNoContent();

        // when
        damage.put(REPRESENTATIONS, before);

        // then
        assertNoRight(ben, ada);
        assertAlarm(ada.patientId(), REPRESENTATIONS);
        assertUnreadable(calls.get(ada, path(ada) + "/representatives"));
    }

    @Test
    void shouldTakeNoInvitationAgainWhoseEndWasDeleted() {
        // given
        Map<?, ?> invitation = invited(ada, "READ");
        end(ada, invitation).expectStatus().isNoContent();
        damage.copy(REPRESENTATIONS, ada.patientId());

        // when
        damage.remove(REPRESENTATIONS, ada.patientId());

        // then
        assertUnreadable(accept(ben, invitation));
        assertNoRight(ben, ada);
        assertAlarm(ada.patientId(), REPRESENTATIONS);
    }

    @Test
    void shouldTakeAnInvitationForNoMoreThanItOffered() {
        // given
        Map<?, ?> weak = invited(ada, "READ");
        Map<?, ?> strong = invited(ada, "READ", "WRITE", "SHARE", "CONSENT");
        String weakId = (String) weak.get("representativeId");
        String strongId = (String) strong.get("representativeId");
        damage.copy(INVITATIONS, strongId);

        // when the code of one leads to the other
        damage.set(
                INVITATIONS,
                strongId,
                "codeDigest",
                damage.copy(INVITATIONS, weakId).get("codeDigest"));
        damage.set(INVITATIONS, weakId, "codeDigest", "none");

        // then
        accept(ben, weak).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        accept(ben, strong).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);

        // when the content of one is put at the other
        damage.swap(INVITATIONS, weakId, strongId);

        // then
        accept(ben, weak).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertNoRight(ben, ada);
    }

    @Test
    void shouldNotObeyAnEmergencyAccessThatWasPutBackAfterItsReview() {
        // given
        String id = taken(doctor, ada);
        Document before = damage.copy(EMERGENCIES, id);
        calls.readRecords(doctor, ada).expectStatus().isOk();
        emergencies
                .review(hospital.signedIn(), hospital, id, "NOT_JUSTIFIED", "Not on duty.")
                .expectStatus()
                .isNoContent();

        // when
        damage.put(EMERGENCIES, before);

        // then
        assertNoRight(doctor, ada);
        assertAlarm(id, EMERGENCIES);
        assertThat(unreadable(emergencies.items(hospital.signedIn(), hospital, "?limit=200"), "id", id))
                .isEqualTo("OUTDATED");
    }

    @Test
    void shouldNotObeyEmergencyAccessesWhoseSealsWereSwapped() {
        // given
        String doctors = taken(doctor, ada);
        String another = taken(members.doctor(hospital), ben);

        // when
        damage.swap(EMERGENCIES, doctors, another);

        // then
        assertNoRight(doctor, ada);
        assertNoRight(doctor, ben);
        assertAlarm(doctors, EMERGENCIES);
    }

    /** The doctor can take a fourth one, but the others give nothing any more, and their hospital sees them. */
    @Test
    void shouldNameEmergencyAccessesThatDoNotCountAnyMore() {
        // given
        Member other = emergencies.enabledHospital();
        Member itsDoctor = members.doctor(other);
        List<SignedIn> patients = Stream.generate(api::newPatient).limit(4).toList();
        patients.subList(0, 3).forEach(patient -> emergencies.taken(itsDoctor, patient));
        List<String> ids = emergencies.items(other.signedIn(), other, "").stream()
                .map(item -> (String) ((Map<?, ?>) item).get("id"))
                .toList();

        // when
        for (String id : ids) {
            damage.copy(EMERGENCIES, id);
            damage.unset(EMERGENCIES, id, "doctorPlace");
            damage.unset(EMERGENCIES, id, "unreviewedOf");
        }
        emergencies.take(itsDoctor.signedIn(), patients.get(3)).expectBody().returnResult();

        // then
        patients.subList(0, 3).forEach(patient -> assertNoRight(itsDoctor, patient));
        ids.forEach(id -> {
            assertAlarm(id, EMERGENCIES);
            assertThat(unreadable(emergencies.items(other.signedIn(), other, ""), "id", id))
                    .isEqualTo("SEAL_BROKEN");
        });
    }

    @Test
    void shouldGiveNoRoleThatSomebodyWroteIntoTheDatabase() {
        // given
        SignedIn administrator = api.administrator();
        calls.get(administrator, "/api/admin/accounts?role=AUDITOR&limit=1")
                .expectStatus()
                .isOk();

        // when
        damage.set("accounts", ada.accountId(), "role", "ADMIN");

        // then
        calls.get(ada, "/api/admin/accounts?role=AUDITOR&limit=1")
                .expectStatus()
                .isForbidden();

        // when the patient's account gets all that is sealed of the administrator's
        Document ofAdministrator = damage.stored("accounts", administrator.accountId());
        damage.set("accounts", ada.accountId(), "sealed", ofAdministrator.get("sealed"));
        damage.set("accounts", ada.accountId(), "standing", ofAdministrator.get("standing"));

        // then
        await().atMost(SOON).until(() -> {
            int status = status(calls.get(ada, "/api/admin/accounts?role=AUDITOR&limit=1"));
            assertThat(status).isGreaterThan(299);
            return status >= 500;
        });
        assertAlarm(ada.accountId(), "accounts");
    }

    @Test
    void shouldNotShowAnOlderVersionOfARecordAsTheNewest() {
        // given
        String recordId = new SharingUnderTest(api).record(ada, allergy("Dust"));
        api.client(ada)
                .put()
                .uri(path(ada) + "/records/" + recordId)
                .header("If-Match", "W/\"1\"")
                .header("Content-Type", "application/fhir+json")
                .bodyValue(allergy("Pollen"))
                .exchange()
                .expectStatus()
                .isOk();

        // when
        damage.set(
                "recordVersions",
                damage.versionId(recordId, 2),
                "sealed",
                damage.stored("recordVersions", damage.versionId(recordId, 1)).get("sealed"));

        // then
        assertUnreadable(calls.get(ada, path(ada) + "/records/" + recordId));
    }

    private void revoke(SignedIn patient, String consentId) {
        calls.revoke(patient, patient, consentId).expectStatus().isNoContent();
    }

    private Map<?, ?> invited(SignedIn patient, String... rights) {
        return representatives.invited(patient, patient, "CARER", rights);
    }

    private ResponseSpec accept(SignedIn caller, Map<?, ?> invitation) {
        return representatives.accept(caller, invitation.get("invitation"));
    }

    private ResponseSpec end(SignedIn patient, Map<?, ?> invitation) {
        return representatives.end(patient, patient, invitation.get("representativeId"));
    }

    private String taken(Member by, SignedIn patient) {
        emergencies.taken(by, patient);
        return emergencies.newest(hospital, by.signedIn());
    }

    private void assertNoRight(Member clinician, SignedIn patient) {
        assertNoRight(clinician.signedIn(), patient);
    }

    private void assertNoRight(SignedIn caller, SignedIn patient) {
        calls.get(caller, path(patient) + "/records").expectStatus().isNotFound();
        calls.get(caller, path(patient) + "/documents").expectStatus().isNotFound();
    }

    private static void assertUnreadable(ResponseSpec answer) {
        assertThat((Object) body(answer.expectStatus().isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR))
                        .get("type"))
                .isEqualTo("urn:healthpassport:problem:unreadable");
    }

    private void assertListed(SignedIn patient, String consentId, String reason) {
        assertThat(unreadable(calls.items(patient, path(patient) + "/consents"), "consentId", consentId))
                .isEqualTo(reason);
    }

    /** The reason that a list gives for an item. */
    private static Object unreadable(List<?> items, String idMember, String id) {
        return items.stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item -> item.get(idMember).equals(id))
                .map(item -> (Object) ((Map<?, ?>) item.get("unreadable")).get("reason"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertAlarm(String id, String collection) {
        assertThat(api.logged()).contains("Expected to read " + id + " of " + collection);
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }
}
