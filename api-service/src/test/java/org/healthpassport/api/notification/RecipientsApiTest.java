package org.healthpassport.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.consent.ConsentUnderTest.toHospital;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.DataRead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/** Patients are told, and those who act for them; nobody of their own act, and nothing twice. */
class RecipientsApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] ALL = {"READ", "WRITE", "SHARE", "CONSENT"};

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Members members = new Members(api);

    @Test
    void shouldTellThoseWhoManageThePassportOfAChild() {
        // given
        SignedIn parent = api.newPatient();
        SignedIn child = childOf(parent);
        SignedIn other = api.newPatient();
        SignedIn carer = api.newPatient();
        represent(parent, child, other, ALL);
        represent(parent, child, carer, "READ");
        Member doctor = members.doctor(emergencies.enabledHospital());

        // when
        String requestId = calls.asked(doctor, child, "RECORDS_READ");
        awaitTypes(parent, "CONSENT_REQUESTED", "REPRESENTATIVE_ADDED", "REPRESENTATIVE_ADDED");
        emergencies.taken(doctor, child);

        // then
        awaitTypes(parent, "EMERGENCY_ACCESS", "CONSENT_REQUESTED", "REPRESENTATIVE_ADDED", "REPRESENTATIVE_ADDED");
        // The other parent was told that the carer was added.
        awaitTypes(other, "EMERGENCY_ACCESS", "CONSENT_REQUESTED", "REPRESENTATIVE_ADDED");
        assertThat(types(carer)).isEmpty();
        Map<?, ?> asked = newest(parent, "CONSENT_REQUESTED");
        assertThat(asked.get("patientId")).isEqualTo(child.patientId());
        assertThat(asked.get("subjectId")).isEqualTo(requestId);
        assertThat(asked.get("id"))
                .isNotEqualTo(newest(other, "CONSENT_REQUESTED").get("id"));
        assertThat(new Mailbox(api, parent.email()).mails(4))
                .anySatisfy(mail -> assertThat(mail.getSubject()).isEqualTo("Somebody asks for your consent"));

        // when one of them approves, and the doctor reads
        calls.approve(parent, child, requestId, "RECORDS_READ").expectStatus().isOk();
        calls.readRecords(doctor, child).expectStatus().isOk();

        // then
        awaitTypes(
                parent,
                "CONSENT_USED",
                "EMERGENCY_ACCESS",
                "CONSENT_REQUESTED",
                "REPRESENTATIVE_ADDED",
                "REPRESENTATIVE_ADDED");
        awaitTypes(
                other,
                "CONSENT_USED",
                "CONSENT_GRANTED_ON_BEHALF",
                "EMERGENCY_ACCESS",
                "CONSENT_REQUESTED",
                "REPRESENTATIVE_ADDED");
        assertThat(types(carer)).isEmpty();
    }

    @Test
    void shouldTellAPatientWhatRepresentativesDo() throws MessagingException {
        // given
        SignedIn patient = api.newPatient();
        SignedIn carer = api.newPatient();
        Member doctor = members.doctor(members.hospital());
        Object representativeId = represent(patient, patient, carer, "READ", "CONSENT");
        awaitTypes(patient, "REPRESENTATIVE_ADDED");

        // when
        String consentId = (String) body(calls.grant(carer, patient, toDoctor(doctor, "RECORDS_READ"))
                        .expectStatus()
                        .isCreated())
                .get("consentId");

        // then
        awaitTypes(patient, "CONSENT_GRANTED_ON_BEHALF", "REPRESENTATIVE_ADDED");
        assertThat(newest(patient, "CONSENT_GRANTED_ON_BEHALF").get("subjectId"))
                .isEqualTo(consentId);
        assertThat(new Mailbox(api, patient.email()).newest(2))
                .contains("gave a doctor or hospital consent")
                .doesNotContain(patient.patientId(), consentId, "Ada");
        assertThat(types(carer)).isEmpty();

        // when the patient grants in person, which is told to the doctor only, and the representative leaves
        calls.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));
        api.client(carer)
                .delete()
                .uri(path(patient) + "/representatives/" + representativeId)
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        awaitTypes(patient, "REPRESENTATIVE_ENDED", "CONSENT_GRANTED_ON_BEHALF", "REPRESENTATIVE_ADDED");
        awaitTypes(doctor.signedIn(), "CONSENT_GRANTED", "CONSENT_GRANTED", "ACCOUNT_ACTIVATED");
        assertThat(types(carer)).isEmpty();
    }

    @Test
    void shouldTellPatientsWhomAHospitalLetsActForIt() throws MessagingException {
        // given
        Member hospital = members.hospital();
        Member doctor = members.pendingDoctor(hospital);
        SignedIn patient = api.newPatient();
        SignedIn parent = api.newPatient();
        SignedIn child = childOf(parent);
        SignedIn former = api.newPatient();
        calls.granted(patient, toHospital(hospital, "RECORDS_READ"));
        calls.granted(patient, toHospital(hospital, "DOCUMENTS_READ"));
        calls.grant(parent, child, toHospital(hospital, "RECORDS_READ"))
                .expectStatus()
                .isCreated();
        calls.revoke(former, former, calls.granted(former, toHospital(hospital, "RECORDS_READ")))
                .expectStatus()
                .isNoContent();

        // when
        members.activateDoctor(hospital, doctor.accountId()).expectStatus().isNoContent();

        // then
        awaitTypes(patient, "DOCTOR_ACTIVATED");
        awaitTypes(parent, "DOCTOR_ACTIVATED");
        Map<?, ?> told = newest(parent, "DOCTOR_ACTIVATED");
        assertThat(told.get("patientId")).isEqualTo(child.patientId());
        assertThat(told.get("subjectId")).isEqualTo(doctor.accountId());
        assertThat(new Mailbox(api, patient.email()).newest(1))
                .contains("lets another doctor act")
                .doesNotContain(patient.patientId(), doctor.accountId(), "Grace", "General Hospital");

        // when
        calls.post(
                        hospital.signedIn(),
                        "/api/hospitals/" + hospital.hospitalId() + "/doctors/" + doctor.accountId() + "/suspension",
                        Map.of())
                .expectStatus()
                .isNoContent();

        // then
        awaitTypes(patient, "DOCTOR_SUSPENDED", "DOCTOR_ACTIVATED");
        awaitTypes(parent, "DOCTOR_SUSPENDED", "DOCTOR_ACTIVATED");
        assertThat(types(former)).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> Boolean.FALSE.equals(api.bean(ReactiveMongoTemplate.class)
                        .exists(new Query(), "hospitalNews")
                        .block(PATIENCE)));
    }

    @Test
    void shouldTellARepresentativeWhoIsEnded() throws MessagingException {
        // given
        SignedIn patient = api.newPatient();
        SignedIn carer = api.newPatient();
        SignedIn managing = api.newPatient();
        Object representativeId = represent(patient, patient, carer, "READ");
        // Those who manage the passport when it happens, and still do when it is told, are told.
        awaitTypes(patient, "REPRESENTATIVE_ADDED");
        represent(patient, patient, managing, ALL);
        awaitTypes(patient, "REPRESENTATIVE_ADDED", "REPRESENTATIVE_ADDED");

        // when
        api.client(patient)
                .delete()
                .uri(path(patient) + "/representatives/" + representativeId)
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        awaitTypes(carer, "REPRESENTATIVE_ENDED");
        awaitTypes(managing, "REPRESENTATIVE_ENDED");
        assertThat(newest(carer, "REPRESENTATIVE_ENDED").get("patientId")).isEqualTo(patient.patientId());
        assertThat(new Mailbox(api, carer.email()).mails(1).get(0).getSubject())
                .isEqualTo("A representative's rights ended");
        assertThat(types(patient)).containsOnly("REPRESENTATIVE_ADDED");
    }

    @Test
    void shouldTellOfAnOpenedLinkOfAChildThoseWhoShare() {
        // given
        SignedIn parent = api.newPatient();
        SignedIn child = childOf(parent);
        SignedIn managing = api.newPatient();
        represent(parent, child, managing, "READ", "CONSENT");
        SignedIn acting = new SignedIn(parent.accountId(), child.patientId(), parent.email(), parent.accessToken());
        String link = sharing.taken(acting, summaryLink());

        // when
        sharing.opened(sharing.link(acting, link), by("Dr. Who"));

        // then
        awaitTypes(parent, "LINK_OPENED", "REPRESENTATIVE_ADDED");
        assertThat(types(managing)).isEmpty();
    }

    @Test
    void shouldTellOfTheFirstUseOfAConsentOnce() throws MessagingException {
        // given
        SignedIn patient = api.newPatient();
        Member doctor = members.doctor(members.hospital());
        String reading = calls.granted(patient, toDoctor(doctor, "RECORDS_READ"));

        // when
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            calls.readRecords(doctor, patient).expectStatus().isOk();
            calls.readRecords(doctor, patient).expectStatus().isOk();

            // then
            awaitTypes(patient, "CONSENT_USED");
            assertThat(newest(patient, "CONSENT_USED").get("subjectId")).isEqualTo(reading);
            assertThat(new Mailbox(api, patient.email()).newest(1))
                    .contains("for the first time")
                    .doesNotContain(patient.patientId(), reading, doctor.accountId());

            // when the events come again, in another order, after the notification is forgotten
            List<Event> reads = new ArrayList<>(recorded.all(2, event -> isReadBy(doctor, event)));
            Collections.reverse(reads);
            api.bean(ReactiveMongoTemplate.class)
                    .remove(Query.query(Criteria.where("accountId").is(patient.accountId())), Notifications.COLLECTION)
                    .block(PATIENCE);
            reads.forEach(api.bean(NotificationEvents.class)::handle);
            try (Instance another = api.anotherInstance(Map.of())) {
                reads.forEach(another.bean(NotificationEvents.class)::handle);
            }
        }

        // then
        assertThat(types(patient)).isEmpty();
    }

    @Test
    void shouldTellOfAFirstUseThatWritesOnceOnTwoInstances() {
        // given
        SignedIn patient = api.newPatient();
        Member doctor = members.doctor(members.hospital());
        String writing = calls.granted(patient, toDoctor(doctor, "RECORDS_WRITE"));
        SignedIn treating = new SignedIn(
                doctor.accountId(),
                patient.patientId(),
                doctor.signedIn().email(),
                doctor.signedIn().accessToken());

        // when
        try (Instance another = api.anotherInstance(Map.of());
                RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            sharing.record(treating, allergy("Penicillin"));
            Event written = recorded.one(event ->
                    event.type() == EventType.RECORD_CREATED && event.key().equals(patient.patientId()));
            CompletableFuture<Void> there = CompletableFuture.runAsync(
                    () -> another.bean(NotificationEvents.class).handle(written));
            api.bean(NotificationEvents.class).handle(written);
            there.join();
        }

        // then
        awaitTypes(patient, "CONSENT_USED");
        assertThat(newest(patient, "CONSENT_USED").get("subjectId")).isEqualTo(writing);
    }

    private static boolean isReadBy(Member doctor, Event event) {
        return event.type() == EventType.DATA_READ
                && event.stamp().getActor().equals(doctor.accountId())
                && event.payload(DataRead.class).getConsentId() != null;
    }

    private SignedIn childOf(SignedIn parent) {
        return new RepresentationUnderTest(api).child(parent);
    }

    /** The id of the representative. */
    private Object represent(SignedIn inviter, SignedIn patient, SignedIn representative, String... rights) {
        return new RepresentationUnderTest(api).represented(inviter, patient, representative, rights);
    }

    private void awaitTypes(SignedIn owner, String... newestFirst) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(types(owner)).containsExactlyInAnyOrder(newestFirst));
    }

    private List<String> types(SignedIn owner) {
        return items(owner).stream().map(item -> (String) item.get("type")).toList();
    }

    private Map<?, ?> newest(SignedIn owner, String type) {
        return items(owner).stream()
                .filter(item -> type.equals(item.get("type")))
                .findFirst()
                .orElseThrow();
    }

    private List<? extends Map<?, ?>> items(SignedIn owner) {
        return calls.items(owner, "/api/me/notifications").stream()
                .<Map<?, ?>>map(item -> (Map<?, ?>) item)
                .toList();
    }
}
