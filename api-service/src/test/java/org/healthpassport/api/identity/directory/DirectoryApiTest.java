package org.healthpassport.api.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class DirectoryApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldShowActiveHospitalsToEverybodyWhoIsSignedIn() {
        // given
        Member hospital = members.hospital();
        Member pending = members.pendingHospital();

        // then
        for (SignedIn who : List.of(
                api.newPatient(), members.doctor(hospital).signedIn(), hospital.signedIn(), api.administrator())) {
            assertThat(items(who, "/api/hospitals?name=GENERAL hóspital&limit=200"))
                    .contains(Map.of("hospitalId", hospital.hospitalId(), "name", "General Hospital"))
                    .extracting(found -> found.get("hospitalId"))
                    .doesNotContain(pending.hospitalId());
        }
        assertThat(items(api.newPatient(), "/api/hospitals?name=" + UUID.randomUUID()))
                .isEmpty();
        api.client()
                .get()
                .uri("/api/hospitals")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody();
        requireStatus(403, get(pending.signedIn(), "/api/hospitals"));
    }

    @Test
    void shouldShowPatientsActiveDoctorsByName() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        members.pendingDoctor(hospital);
        members.doctor(members.hospital());

        // then
        String doctors = "/api/hospitals/" + hospital.hospitalId() + "/doctors";
        assertThat(items(api.newPatient(), doctors))
                .isEqualTo(items(api.newPatient(), doctors + "?name=grace&status=ACTIVE"))
                .isEqualTo(List.of(Map.of("accountId", doctor.accountId(), "name", "Grace Example")));
        assertThat(items(api.newPatient(), doctors + "?name=hopper")).isEmpty();
    }

    @Test
    void shouldShowHospitalWhoWaits() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        Member waiting = members.pendingDoctor(hospital);

        // then
        String doctors = "/api/hospitals/" + hospital.hospitalId() + "/doctors";
        assertThat(items(hospital.signedIn(), doctors))
                .extracting(found -> found.get("accountId"))
                .isEqualTo(List.of(waiting.accountId(), doctor.accountId()));
        assertThat(items(hospital.signedIn(), doctors + "?status=PENDING"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.get("accountId")).isEqualTo(waiting.accountId());
                    assertThat(found.get("status")).isEqualTo("PENDING");
                    assertThat(found.get("licenseNumber")).isEqualTo("L-77");
                    assertThat(found.get("registeredAt")).isNotNull();
                });
    }

    @Test
    void shouldShowNobodyElseWhoWaits() {
        // given
        Member hospital = members.hospital();
        members.pendingDoctor(hospital);
        String waiting = "/api/hospitals/" + hospital.hospitalId() + "/doctors?status=PENDING";

        // then
        for (SignedIn other : List.of(
                api.newPatient(),
                members.doctor(hospital).signedIn(),
                members.hospital().signedIn(),
                api.administrator())) {
            try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
                requireStatus(403, get(other, waiting));
                recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                        && other.accountId().equals(event.stamp().getActor()));
            }
        }
    }

    @Test
    void shouldGoThroughAllPages() {
        // given
        Member hospital = members.hospital();
        List<Object> expected = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            expected.add(0, members.doctor(hospital).accountId());
        }
        String doctors = "/api/hospitals/" + hospital.hospitalId() + "/doctors?name=grace&limit=1";

        // when
        List<Object> seen = new ArrayList<>();
        String cursor = null;
        do {
            Map<?, ?> page = page(hospital.signedIn(), doctors + (cursor == null ? "" : "&cursor=" + cursor));
            ((List<?>) page.get("items")).forEach(item -> seen.add(((Map<?, ?>) item).get("accountId")));
            cursor = (String) page.get("nextCursor");
        } while (cursor != null);

        // then
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void shouldKnowNoHospitalThatIsNotActive() {
        // given
        SignedIn patient = api.newPatient();

        // then
        for (String nowhere :
                List.of(UUID.randomUUID().toString(), members.pendingHospital().hospitalId(), "x")) {
            requireStatus(404, get(patient, "/api/hospitals/" + nowhere + "/doctors"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "cursor=x", "limit=many"})
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        requireStatus(400, get(api.newPatient(), "/api/hospitals?" + query));
        requireStatus(400, get(api.newPatient(), "/api/hospitals?name=" + "a".repeat(201)));
        requireStatus(
                400,
                get(api.newPatient(), "/api/hospitals/" + members.hospital().hospitalId() + "/doctors?status=GOOD"));
    }

    private static ResponseSpec get(SignedIn who, String path) {
        return api.client(who).get().uri(path).exchange();
    }

    private static @Nullable Map<?, ?> page(SignedIn who, String path) {
        return get(who, path)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(SignedIn who, String path) {
        return (List<Map<String, Object>>) page(who, path).get("items");
    }

    private static void requireStatus(int status, ResponseSpec answer) {
        answer.expectStatus().isEqualTo(status).expectBody();
    }
}
