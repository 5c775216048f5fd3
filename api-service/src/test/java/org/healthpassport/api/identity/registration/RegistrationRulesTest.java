package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.registration.RegistrationRequest.Name;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.edge.text.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void shouldTakeValidRegistration() {
        // when
        Ruling<Registration> decided = RegistrationRules.decide(
                request(Role.PATIENT, "Ada@Example.org", "correct horse", new Name(" Ada ", "Lovelace"), "1980-05-17"),
                TODAY);

        // then
        assertThat(taken(decided))
                .isEqualTo(new Registration.OfPatient(
                        new EmailAddress("ada@example.org"),
                        "correct horse",
                        new PatientState.Name("Ada", "Lovelace"),
                        BirthDate.of(1980, 5, 17)));
    }

    @Test
    void shouldNameEverythingThatIsMissingAtOnce() {
        assertThat(pointersRefused(request(null, null, null, null, null)))
                .containsExactlyInAnyOrder("/role", "/email", "/password", "/name", "/birthDate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1899-12-31",
                "1899-12",
                "1899",
                "2026-11-24",
                "2026-12",
                "2027",
                "2025-02-29",
                "1980-13",
                "17.05.1980",
                "1980-5-17",
                "80",
                "1980-",
                "",
                "1980-05-17T00:00Z"
            })
    void shouldRefuseBirthDate(String birthDate) {
        assertThat(pointersRefused(request(birthDate))).containsExactly("/birthDate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "1900-01", "1900", "2026-11-23", "2026-11", "2026", "2024-02-29"})
    void shouldTakeBirthDate(String birthDate) {
        assertThat(RegistrationRules.decide(request(birthDate), TODAY)).isInstanceOf(Ruling.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\u0000da", "Ada\u202E", "-"})
    void shouldRefuseName(String given) {
        // when
        RegistrationRequest request =
                request(Role.PATIENT, "ada@example.org", "correct horse", new Name(given, "Lovelace"), "1980-05-17");

        // then
        assertThat(pointersRefused(request)).containsExactly("/name/given");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   "})
    void shouldTakeOneName(String none) {
        assertThat(nameTaken(new Name("Suharto", none))).isEqualTo(new PatientState.Name("Suharto", null));
        assertThat(nameTaken(new Name(none, "Suharto"))).isEqualTo(new PatientState.Name(null, "Suharto"));
        assertThat(pointersRefused(
                        request(Role.PATIENT, "ada@example.org", "correct horse", new Name(none, none), "1980")))
                .containsExactly("/name");
        assertThat(((Registration.OfDoctor)
                                taken(RegistrationRules.decide(doctor(new Name(none, "Suharto"), "L-77", "h1"), TODAY)))
                        .name())
                .isEqualTo("Suharto");
    }

    @Test
    void shouldBoundNamesInCharacters() {
        // given
        Name longest = new Name("𝒜".repeat(200), "L");
        Name tooLong = new Name("A", "𝒜".repeat(201));

        // then
        assertThat(RegistrationRules.decide(
                        request(Role.PATIENT, "ada@example.org", "correct horse", longest, "1980-05-17"), TODAY))
                .isInstanceOf(Ruling.Accepted.class);
        assertThat(pointersRefused(request(Role.PATIENT, "ada@example.org", "correct horse", tooLong, "1980-05-17")))
                .containsExactly("/name/family");
    }

    @Test
    void shouldCountNamesWithoutTheSpaceAroundThem() {
        // given
        Name longest = new Name(" ".repeat(600) + "a".repeat(200), "L");

        // then
        assertThat(RegistrationRules.decide(
                        request(Role.PATIENT, "ada@example.org", "correct horse", longest, "1980-05-17"), TODAY))
                .isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void shouldRefuseWhatIsNoEmailAddressAndWhatIsNoGoodPassword() {
        // given
        Name name = new Name("Ada", "Lovelace");

        // then
        assertThat(pointersRefused(request(Role.PATIENT, "nobody", "correct horse", name, "1980-05-17")))
                .containsExactly("/email");
        assertThat(pointersRefused(request(Role.PATIENT, "ada@example.org", "short", name, "1980-05-17")))
                .containsExactly("/password");
        assertThat(pointersRefused(request(Role.PATIENT, "ada@example.org", "ADA@example.org", name, "1980-05-17")))
                .containsExactly("/password");
    }

    /** Accents in an order that takes minutes to normalise. */
    @Test
    void shouldNotLookAtNamesThatAreFarTooLong() {
        // given
        Name hostile = new Name("a" + "\u0345".repeat(200_000) + "\u0334".repeat(200_000), "L");

        // then
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(pointersRefused(
                                request(Role.PATIENT, "ada@example.org", "correct horse", hostile, "1980-05-17")))
                        .containsExactly("/name/given"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ADMIN", "AUDITOR"})
    void shouldForbidAccountsThatAdministratorsMake(Role role) {
        assertThat(refusal(request(role, null, null, null, null)))
                .isEqualTo(new RegistrationRefusal.OnlyByAdministrator());
    }

    @Test
    void shouldTakeHospital() {
        // when
        Ruling<Registration> decided = RegistrationRules.decide(hospital(" General Hospital "), TODAY);

        // then
        assertThat(taken(decided))
                .isEqualTo(new Registration.OfHospital(
                        new EmailAddress("ada@example.org"), "correct horse", "General Hospital"));
    }

    @Test
    void shouldTakeDoctor() {
        // when
        Ruling<Registration> decided =
                RegistrationRules.decide(doctor(new Name("Grace", "Example"), "  L-77 ", "h1"), TODAY);

        // then
        assertThat(taken(decided))
                .isEqualTo(new Registration.OfDoctor(
                        new EmailAddress("ada@example.org"), "correct horse", "Grace Example", "L-77", "h1"));
    }

    @Test
    void shouldNameEverythingThatHospitalLacks() {
        assertThat(pointersRefused(request(Role.HOSPITAL, null, null, null, null)))
                .containsExactlyInAnyOrder("/email", "/password", "/organizationName");
    }

    @Test
    void shouldNameEverythingThatDoctorLacks() {
        assertThat(pointersRefused(request(Role.DOCTOR, null, null, null, null)))
                .containsExactlyInAnyOrder("/email", "/password", "/name", "/licenseNumber", "/hospitalId");
    }

    @ParameterizedTest
    @EnumSource(names = {"PATIENT", "DOCTOR", "HOSPITAL"})
    void shouldRefuseWhatIsForOtherRoles(Role role) {
        // given
        RegistrationRequest everything = new RegistrationRequest(
                role,
                "ada@example.org",
                "correct horse",
                new Name("Ada", "Lovelace"),
                "1980-05-17",
                "L-77",
                "h1",
                "General Hospital");

        // then
        assertThat(pointersRefused(everything))
                .containsExactlyInAnyOrder(
                        switch (role) {
                            case DOCTOR -> new String[] {"/birthDate", "/organizationName"};
                            case HOSPITAL -> new String[] {"/name", "/birthDate", "/licenseNumber", "/hospitalId"};
                            default -> new String[] {"/licenseNumber", "/hospitalId", "/organizationName"};
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "General\nHospital", "\u202Elatipsoh"})
    void shouldRefuseOrganizationName(String name) {
        assertThat(pointersRefused(hospital(name))).containsExactly("/organizationName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "L\u0000", "12345678901234567890123456789012345678901234567890123456789012345"})
    void shouldRefuseLicenseNumber(String licenseNumber) {
        assertThat(pointersRefused(doctor(new Name("Grace", "Example"), licenseNumber, "h1")))
                .containsExactly("/licenseNumber");
    }

    @Test
    void shouldShowNothingPersonalByAccident() {
        assertThat(List.of(
                        request("1980-05-17"),
                        hospital("General"),
                        taken(RegistrationRules.decide(request("1980-05-17"), TODAY)),
                        taken(RegistrationRules.decide(hospital("General"), TODAY)),
                        taken(RegistrationRules.decide(doctor(new Name("Ada", "E"), "L-77", "h1"), TODAY))))
                .extracting(Object::toString)
                .noneMatch(text -> text.matches("(?i).*(ada|1980|general|horse|L-77).*"));
    }

    private static List<String> pointersRefused(RegistrationRequest request) {
        return ((InvalidInput) refusal(request))
                .members().stream().map(InvalidMember::pointer).toList();
    }

    private static PatientState.Name nameTaken(Name sent) {
        RegistrationRequest request = request(Role.PATIENT, "ada@example.org", "correct horse", sent, "1980");
        return ((Registration.OfPatient) taken(RegistrationRules.decide(request, TODAY))).name();
    }

    private static Registration taken(Ruling<Registration> decided) {
        return ((Ruling.Accepted<Registration>) decided).value();
    }

    private static Refusal refusal(RegistrationRequest request) {
        return ((Ruling.Refused<Registration>) RegistrationRules.decide(request, TODAY)).refusal();
    }

    private static RegistrationRequest request(String birthDate) {
        return request(Role.PATIENT, "ada@example.org", "correct horse", new Name("Ada", "Lovelace"), birthDate);
    }

    private static RegistrationRequest request(Role role, String email, String password, Name name, String birthDate) {
        return new RegistrationRequest(role, email, password, name, birthDate, null, null, null);
    }

    private static RegistrationRequest hospital(String name) {
        return new RegistrationRequest(Role.HOSPITAL, "ada@example.org", "correct horse", null, null, null, null, name);
    }

    private static RegistrationRequest doctor(Name name, String licenseNumber, String hospitalId) {
        return new RegistrationRequest(
                Role.DOCTOR, "ada@example.org", "correct horse", name, null, licenseNumber, hospitalId, null);
    }
}
