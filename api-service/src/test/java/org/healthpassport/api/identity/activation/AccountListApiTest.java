package org.healthpassport.api.identity.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
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
                .containsEntry("organizationName", "General Hospital")
                .containsEntry("hospitalId", waiting.hospitalId());
        assertThat(of(listed, doctor)).doesNotContainKey("organizationName");
        assertThat(listed.toString()).doesNotContain("@example.org", "Grace", "L-77");
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
    @ValueSource(strings = {"", "?status=", "?status=SOMETIMES", "?status=PENDING&limit=0", "?status=PENDING&cursor=x"})
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
        return api.client(api.administrator())
                .get()
                .uri("/api/admin/accounts?status=PENDING&limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }
}
