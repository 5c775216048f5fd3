package org.healthpassport.api.consent.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.consent.race.Deed.Kind;
import org.healthpassport.events.access.AccessRight;
import org.junit.jupiter.api.Test;

/** So that the model would notice. Times are in tenths of a second. */
class RightsJudgementTest {
    private static final String ADA = "ada";
    private static final String DOCTOR = "doctor";
    private static final String HOSPITAL = "hospital";
    private static final Look BY_CONSENT = new Look(DOCTOR, ADA, AccessRight.CONSENT, "c");
    private static final Look BY_EMERGENCY = new Look(DOCTOR, ADA, AccessRight.EMERGENCY, null);
    private static final Look BY_REPRESENTATION = new Look(DOCTOR, ADA, AccessRight.REPRESENTATIVE, null);
    private static final Look DENIED = new Look(DOCTOR, ADA, null, null);

    private final List<Deed> deeds = new ArrayList<>();

    @Test
    void shouldAcceptAReadByAConsentUntilItsRevocationIsAnswered() {
        given(Kind.GRANT, DOCTOR, "c", 10, 20, 201);
        given(Kind.REVOKE, DOCTOR, "c", 30, 40, 204);

        assertThat(read(15, 16, 200, BY_CONSENT)).isEmpty();
        assertThat(read(21, 22, 200, BY_CONSENT)).isEmpty();
        assertThat(read(39, 60, 200, BY_CONSENT)).isEmpty();
        assertThat(read(5, 9, 200, BY_CONSENT)).isNotEmpty();
        assertThat(read(41, 42, 200, BY_CONSENT)).isNotEmpty();
        assertThat(read(25, 26, 404, DENIED)).isNotEmpty();
        assertThat(read(25, 31, 404, DENIED)).isEmpty();
        assertThat(read(41, 42, 404, DENIED)).isEmpty();
    }

    @Test
    void shouldKnowTheConsentOfTheHospitalAndNoOther() {
        given(Kind.GRANT, HOSPITAL, "c", 10, 20, 201);

        assertThat(read(21, 22, 200, BY_CONSENT)).isEmpty();
        assertThat(read(21, 22, 200, new Look(DOCTOR, ADA, AccessRight.CONSENT, "other")))
                .isNotEmpty();
        given(Kind.GRANT, "colleague", "d", 10, 20, 201);
        assertThat(read(21, 22, 200, new Look(DOCTOR, ADA, AccessRight.CONSENT, "d")))
                .isNotEmpty();
    }

    @Test
    void shouldAllowForGrantsWithoutAnAnswer() {
        given(Kind.GRANT, DOCTOR, "", 10, 20, 0);

        assertThat(read(15, 16, 200, BY_CONSENT)).isEmpty();
        assertThat(read(21, 22, 404, DENIED)).isEmpty();
        assertThat(read(5, 9, 200, BY_CONSENT)).isNotEmpty();
    }

    @Test
    void shouldKnowWhenAnEmergencyIsOver() {
        given(Kind.TAKE_EMERGENCY, DOCTOR, "", 10, 20, 201);
        assertThat(read(21, 22, 200, BY_EMERGENCY)).isEmpty();

        given(Kind.END_EMERGENCY, DOCTOR, "", 30, 40, 204);
        assertThat(read(35, 36, 200, BY_EMERGENCY)).isEmpty();
        assertThat(read(41, 42, 200, BY_EMERGENCY)).isNotEmpty();

        given(Kind.TAKE_EMERGENCY, DOCTOR, "", 50, 60, 201);
        assertThat(read(61, 62, 200, BY_EMERGENCY)).isEmpty();
        assertThat(read(45, 46, 200, BY_EMERGENCY)).isNotEmpty();
    }

    @Test
    void shouldKnowWhenARepresentativeIsNoMore() {
        given(Kind.REPRESENT, DOCTOR, "r", 10, 20, 200);
        given(Kind.END_REPRESENTATIVE, DOCTOR, "r", 30, 40, 204);

        assertThat(read(21, 22, 200, BY_REPRESENTATION)).isEmpty();
        assertThat(read(41, 42, 200, BY_REPRESENTATION)).isNotEmpty();
        assertThat(read(21, 22, 404, DENIED)).isNotEmpty();
    }

    @Test
    void shouldKnowTheSuspendedAfterASecond() {
        given(Kind.GRANT, DOCTOR, "c", 1, 2, 201);
        assertThat(read(3, 4, 401)).isNotEmpty();

        deeds.add(deed(Kind.SUSPEND, DOCTOR, "", "", 10, 20, 204));
        assertThat(read(29, 30, 200, BY_CONSENT)).isEmpty();
        assertThat(read(31, 32, 200, BY_CONSENT)).isNotEmpty();
        assertThat(read(31, 32, 401)).isEmpty();

        deeds.add(deed(Kind.ACTIVATE, DOCTOR, "", "", 40, 50, 204));
        assertThat(read(45, 46, 200, BY_CONSENT)).isEmpty();
        assertThat(read(31, 32, 200, BY_CONSENT)).isNotEmpty();
    }

    @Test
    void shouldWantEachAnswerRecordedOnceAndOfTheRightPeople() {
        given(Kind.GRANT, DOCTOR, "c", 10, 20, 201);

        assertThat(read(21, 22, 200)).isNotEmpty();
        assertThat(read(21, 22, 200, BY_CONSENT, BY_CONSENT)).isNotEmpty();
        assertThat(read(21, 22, 200, new Look("colleague", ADA, AccessRight.CONSENT, "c")))
                .isNotEmpty();
        assertThat(read(21, 22, 200, DENIED)).isNotEmpty();
        assertThat(read(1, 2, 404)).isNotEmpty();
        assertThat(read(1, 2, 404, new Look(DOCTOR, null, null, null))).isNotEmpty();
        assertThat(read(1, 2, 503)).isEmpty();
        assertThat(read(1, 2, 409)).isNotEmpty();
    }

    private void given(Kind kind, String actor, String id, int began, int ended, int status) {
        deeds.add(deed(kind, actor, ADA, id, began, ended, status));
    }

    private List<String> read(int began, int ended, int status, Look... looks) {
        List<Deed> all = new ArrayList<>(deeds);
        all.add(deed(Kind.READ, DOCTOR, ADA, "request", began, ended, status));
        return RightsJudgement.faults(all, Map.of("request", List.of(looks)), Map.of(DOCTOR, HOSPITAL));
    }

    private static Deed deed(Kind kind, String actor, String patientId, String id, int began, int ended, int status) {
        return new Deed(kind, actor, patientId, id, began * 100_000_000L, ended * 100_000_000L, status);
    }
}
