package org.healthpassport.api.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.access.decision.Grants;
import org.healthpassport.api.record.share.RecordSharing;
import org.healthpassport.api.record.share.SharedHead;
import org.healthpassport.api.record.share.SharedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordSharingTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Allergies allergies;
    private static String kept;
    private static String amended;
    private static String deleted;

    @BeforeAll
    static void keepSome() {
        allergies = new Allergies(api, api.newPatient());
        kept = allergies.create(Allergies.to("Penicillin"));
        amended = allergies.create(Allergies.to("Latex"));
        deleted = allergies.create(Allergies.to("Nickel"));
        allergies.put(amended, 1, Allergies.to("Cobalt")).expectStatus().isOk();
        allergies.delete(deleted, 1).expectStatus().isNoContent();
    }

    @Test
    void shouldGiveTheNewestVersionsOfWhatIsNotDeletedInTheOrderOfTheChoice() {
        // when
        List<SharedRecord> all = records()
                .among(
                        Grants.all(allergies.patientId()),
                        List.of(Allergies.idIn(amended), Allergies.idIn(deleted), Allergies.idIn(kept)))
                .block(WITHIN)
                .records();

        // then
        assertThat(all)
                .extracting(record -> record.resource().at("/code/text").stringValue())
                .containsExactly("Cobalt", "Penicillin");
        assertThat(all.get(0).lastUpdated().toString())
                .isEqualTo(all.get(0).resource().at("/meta/lastUpdated").stringValue());
    }

    @Test
    void shouldFindOneOfThePatientsOnly() {
        assertThat(find(kept).resource().at("/code/text").stringValue()).isEqualTo("Penicillin");
        assertThat(find(deleted)).isNull();
        assertThat(records()
                        .among(Grants.all(api.newPatient().patientId()), List.of(Allergies.idIn(kept)))
                        .block(WITHIN)
                        .records())
                .isEmpty();
        assertThat(head(allergies.patientId(), kept))
                .isNotNull()
                .satisfies(head ->
                        assertThat(head.bytes()).isEqualTo(allergies.text(kept).getBytes(UTF_8).length));
        assertThat(head(api.newPatient().patientId(), kept)).isNull();
        assertThat(head(allergies.patientId(), deleted)).isNull();
        assertThat(head(allergies.patientId(), "none")).isNull();
    }

    @Test
    void shouldGiveCopiesThatTheCallerMayChange() {
        // when
        find(kept).resource().removeAll();

        // then
        assertThat(find(kept).resource().has("code")).isTrue();
    }

    @Test
    void shouldSayWhichRoleWroteItButNotWhoseAccount() {
        assertThat(find(kept).resource().at("/meta/tag").toString())
                .contains("urn:healthpassport:author-role")
                .doesNotContain("\"urn:healthpassport:author\"");
    }

    private static @Nullable SharedHead head(String patientId, String path) {
        return records().head(Grants.all(patientId), Allergies.idIn(path)).block(WITHIN);
    }

    private static @Nullable SharedRecord find(String path) {
        return records()
                .among(Grants.all(allergies.patientId()), List.of("none", Allergies.idIn(path)))
                .block(WITHIN)
                .records()
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static RecordSharing records() {
        return api.bean(RecordSharing.class);
    }
}
