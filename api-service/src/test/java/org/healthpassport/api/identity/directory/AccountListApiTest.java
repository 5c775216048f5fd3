package org.healthpassport.api.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountListApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldShowWhoWaitsNewestFirst() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.pendingDoctor(hospital);
        Member waiting = members.pendingHospital();

        // when
        List<Map<String, Object>> listed = page(10, null);

        // then
        assertThat(listed)
                .extracting(account -> account.get("accountId"))
                .containsSubsequence(waiting.accountId(), doctor.accountId())
                .doesNotContain(hospital.accountId());
        assertThat(of(listed, waiting))
                .containsEntry("name", "General Hospital")
                .containsEntry("email", waiting.signedIn().email())
                .containsEntry("hospitalId", waiting.hospitalId());
        assertThat(of(listed, doctor)).containsEntry("name", "Grace Example");
        assertThat(listed.toString()).doesNotContain("L-77");
    }

    @Test
    void shouldGoThroughAllPages() {
        // given
        List<String> waiting = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            waiting.add(0, members.pendingHospital().accountId());
        }

        // when
        List<Object> seen = new ArrayList<>();
        String cursor = null;
        for (String accountId : waiting) {
            Map<?, ?> page = answer(1, cursor);
            ((List<?>) page.get("items")).forEach(item -> seen.add(((Map<?, ?>) item).get("accountId")));
            cursor = (String) page.get("nextCursor");
        }

        // then
        assertThat(seen).isEqualTo(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?status=SOMETIMES", "?role=KING", "?email=nobody", "?status=PENDING&limit=0", "?cursor=x"})
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        api.client(api.administrator())
                .get()
                .uri("/api/admin/accounts" + query)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody();
    }

    @Test
    void shouldCombineFilters() {
        // given
        SignedIn patient = api.newPatient();
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        Member pending = members.pendingDoctor(hospital);

        // then
        assertThat(ids("limit=20"))
                .containsSubsequence(
                        pending.accountId(), doctor.accountId(), hospital.accountId(), patient.accountId());
        assertThat(ids("limit=2&role=DOCTOR")).containsExactly(pending.accountId(), doctor.accountId());
        assertThat(ids("limit=1&role=DOCTOR&status=ACTIVE")).containsExactly(doctor.accountId());
        assertThat(ids("email=" + doctor.signedIn().email().toUpperCase(Locale.ROOT)))
                .containsExactly(doctor.accountId());
        assertThat(ids("role=DOCTOR&status=ACTIVE&email=" + doctor.signedIn().email()))
                .containsExactly(doctor.accountId());
        assertThat(ids("role=PATIENT&email=" + doctor.signedIn().email())).isEmpty();
        assertThat(ids("email=" + UUID.randomUUID() + "@example.org")).isEmpty();
    }

    @Test
    void shouldRecordPatientsWhoseNamesWereShown() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn patient = api.newPatient();
            SignedIn administrator = api.administrator();

            // when
            Map<?, ?> found = (Map<?, ?>)
                    ((List<?>) get(administrator, "email=" + patient.email()).get("items")).get(0);

            // then
            assertThat(found.get("name")).isEqualTo("Ada Example");
            assertThat(found.get("patientId")).isEqualTo(patient.patientId());
            Event read = recorded.one(event -> event.type() == EventType.DATA_READ
                    && event.stamp().getActor().equals(administrator.accountId()));
            assertThat(EventCodec.decode(read.data(), DataRead.class).getRight())
                    .isEqualTo(AccessRight.ADMIN);
        }
    }

    @Test
    void shouldShowNobodyElse() {
        api.client(members.hospital().signedIn())
                .get()
                .uri("/api/admin/accounts?status=PENDING")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody();
    }

    private static Map<String, Object> of(List<Map<String, Object>> listed, Member member) {
        return listed.stream()
                .filter(account -> member.accountId().equals(account.get("accountId")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> page(int limit, @Nullable String cursor) {
        return (List<Map<String, Object>>) answer(limit, cursor).get("items");
    }

    private static Map<?, ?> answer(int limit, @Nullable String cursor) {
        return get(api.administrator(), "status=PENDING&limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor));
    }

    private static List<Object> ids(String query) {
        return ((List<?>) get(api.administrator(), query).get("items"))
                .stream()
                        .<Object>map(item -> ((Map<?, ?>) item).get("accountId"))
                        .toList();
    }

    private static Map<?, ?> get(SignedIn administrator, String query) {
        return api.client(administrator)
                .get()
                .uri("/api/admin/accounts?" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }
}
