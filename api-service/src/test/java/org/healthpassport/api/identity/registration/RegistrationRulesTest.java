package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.registration.RegistrationRequest.Name;
import org.healthpassport.api.identity.registration.RegistrationRules.Decided;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void shouldTakeValidRegistration() {
        // when
        Decided decided = RegistrationRules.decide(
                request(Role.PATIENT, "Ada@Example.org", "correct horse", new Name(" Ada ", "Lovelace"), "1980-05-17"),
                TODAY);

        // then
        assertThat(decided).isInstanceOfSatisfying(Decided.Taken.class, taken -> {
            assertThat(taken.registration().email().value()).isEqualTo("ada@example.org");
            assertThat(taken.registration().name().given()).isEqualTo("Ada");
            assertThat(taken.registration().birthDate()).isEqualTo(LocalDate.of(1980, 5, 17));
        });
    }

    @Test
    void shouldNameEverythingThatIsMissingAtOnce() {
        // when
        Problem problem = refusal(request(null, null, null, null, null));

        // then
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors())
                .extracting(InvalidMember::pointer)
                .containsExactlyInAnyOrder("/role", "/email", "/password", "/name/given", "/name/family", "/birthDate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1899-12-31", "2026-11-24", "2025-02-29", "17.05.1980", "1980-5-17", "", "1980-05-17T00:00Z"})
    void shouldRefuseBirthDate(String birthDate) {
        assertThat(pointersRefused(request(birthDate))).containsExactly("/birthDate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2026-11-23", "2024-02-29"})
    void shouldTakeBirthDate(String birthDate) {
        assertThat(RegistrationRules.decide(request(birthDate), TODAY)).isInstanceOf(Decided.Taken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "A\u0000da", "Ada\u202E"})
    void shouldRefuseName(String given) {
        // when
        RegistrationRequest request =
                request(Role.PATIENT, "ada@example.org", "correct horse", new Name(given, "Lovelace"), "1980-05-17");

        // then
        assertThat(pointersRefused(request)).containsExactly("/name/given");
    }

    @Test
    void shouldBoundNamesInCharacters() {
        // given
        Name longest = new Name("😀".repeat(200), "L");
        Name tooLong = new Name("A", "😀".repeat(201));

        // then
        assertThat(RegistrationRules.decide(
                        request(Role.PATIENT, "ada@example.org", "correct horse", longest, "1980-05-17"), TODAY))
                .isInstanceOf(Decided.Taken.class);
        assertThat(pointersRefused(request(Role.PATIENT, "ada@example.org", "correct horse", tooLong, "1980-05-17")))
                .containsExactly("/name/family");
    }

    @ParameterizedTest
    @EnumSource(names = {"ADMIN", "AUDITOR"})
    void shouldForbidAccountsThatAdministratorsMake(Role role) {
        assertThat(refusal(request(role, null, null, null, null)).type()).isEqualTo(ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCTOR", "HOSPITAL"})
    void shouldRefuseRolesThatCannotRegisterYet(Role role) {
        assertThat(pointersRefused(request(role, null, null, null, null))).containsExactly("/role");
    }

    @Test
    void shouldShowNothingPersonalByAccident() {
        assertThat(request("1980-05-17")).asString().doesNotContain("ada").doesNotContain("1980");
    }

    private static List<String> pointersRefused(RegistrationRequest request) {
        Problem problem = refusal(request);
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        return problem.errors().stream().map(InvalidMember::pointer).toList();
    }

    private static Problem refusal(RegistrationRequest request) {
        Decided decided = RegistrationRules.decide(request, TODAY);
        assertThat(decided).isInstanceOf(Decided.Refused.class);
        return ((Decided.Refused) decided).problem();
    }

    private static RegistrationRequest request(String birthDate) {
        return request(Role.PATIENT, "ada@example.org", "correct horse", new Name("Ada", "Lovelace"), birthDate);
    }

    private static RegistrationRequest request(Role role, String email, String password, Name name, String birthDate) {
        return new RegistrationRequest(role, email, password, name, birthDate, null, null, null);
    }
}
