package org.healthpassport.fhir.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.RecordType.Nature;
import org.healthpassport.fhir.definition.CodeList;
import org.healthpassport.fhir.definition.Definitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

class RecordTypeTest {
    /** Codes that say how certain a record is, and not whether it holds. */
    private static final Set<String> CERTAINTY = Set.of("confirmed", "unconfirmed", "provisional", "differential");

    /** Things that others may have in common: they have no patient, or need none. */
    private static final Set<RecordType> WITHOUT_PATIENT = Set.of(
            RecordType.LOCATION,
            RecordType.MEDICATION,
            RecordType.ORGANIZATION,
            RecordType.PRACTITIONER,
            RecordType.PRACTITIONER_ROLE);

    @ParameterizedTest
    @EnumSource
    void shouldNameElementsThatItsDefinitionHas(RecordType type) {
        assertThat(Definitions.r4().everyResourceType()).contains(type.fhirName());
        assertThat(Stream.concat(type.about().stream(), type.when().stream()))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(
                                TypedValue.at(type.definition(), JsonNodeFactory.instance.objectNode(), path))
                        .as(path)
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveAPatientUnlessItIsAThingOfAll(RecordType type) {
        assertThat(type.patient().isEmpty()).isEqualTo(WITHOUT_PATIENT.contains(type));
        assertThat(type.patient().stream().map(PatientElement::targets))
                .allMatch(targets -> targets.isEmpty() || targets.contains("Patient"));
    }

    @Test
    void shouldKnowHowThePatientIsReferredTo() {
        assertThat(RecordType.values())
                .filteredOn(type -> type.patient().isPresent())
                .extracting(type -> type.patient().orElseThrow())
                .extracting(PatientElement::name)
                .containsOnly("patient", "subject", "beneficiary");
        assertThat(RecordType.COVERAGE.patient()).contains(new PatientElement("beneficiary", true, List.of("Patient")));
        assertThat(RecordType.OBSERVATION.patient())
                .contains(new PatientElement("subject", false, List.of("Device", "Group", "Location", "Patient")));
        assertThat(RecordType.QUESTIONNAIRE_RESPONSE.patient())
                .contains(new PatientElement("subject", false, List.of()));
    }

    @Test
    void shouldReadStatusesOutOfTheDefinitions() {
        assertThat(RecordType.values())
                .flatExtracting(type -> type.statuses().stream()
                        .map(status -> tuple(type, status.name()))
                        .toList())
                .contains(
                        tuple(RecordType.ALLERGY_INTOLERANCE, "clinicalStatus"),
                        tuple(RecordType.ALLERGY_INTOLERANCE, "verificationStatus"),
                        tuple(RecordType.GOAL, "lifecycleStatus"),
                        tuple(RecordType.SUPPLY_DELIVERY, "status"),
                        tuple(RecordType.ORGANIZATION, "active"))
                .doesNotContain(
                        tuple(RecordType.GOAL, "achievementStatus"), tuple(RecordType.LOCATION, "operationalStatus"))
                .hasSize(31);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnderstandEveryCodeOfEveryStatus(RecordType type) {
        assertThat(type.statuses().stream()
                        .flatMap(status -> status.codes().stream())
                        .map(CodeList::included)
                        .flatMap(List::stream)
                        .flatMap(system -> system.codes().stream()))
                .allSatisfy(code -> assertThat(Standing.of(code, type.nature()).isEmpty())
                        .as(code)
                        .isEqualTo(CERTAINTY.contains(code)));
    }

    @Test
    void shouldTellWhatIsFinishedFromWhatIsPast() {
        assertThat(Standing.of("completed", Nature.EVENT)).contains(Standing.DONE);
        assertThat(Standing.of("completed", Nature.STATE)).contains(Standing.PAST);
        assertThat(Standing.of("cancelled", Nature.EVENT)).contains(Standing.NOT_DONE);
    }

    @Test
    void shouldFindTypesByTheirNames() {
        assertThat(RecordType.values())
                .extracting(RecordType::fhirName)
                .isSorted()
                .allSatisfy(name -> assertThat(RecordType.of(name))
                        .get()
                        .extracting(RecordType::fhirName)
                        .isEqualTo(name));
        assertThat(RecordType.of("Patient")).isEmpty();
    }

    @Test
    void shouldHaveSectionsWithDifferentCodes() {
        assertThat(Section.values())
                .filteredOn(section -> section != Section.NONE)
                .extracting(section -> section.loinc().orElseThrow())
                .allMatch(code -> code.matches("[0-9]{4,5}-[0-9]"))
                .allMatch(RecordTypeTest::hasCheckDigit)
                .doesNotHaveDuplicates();
        assertThat(Stream.of(RecordType.values()).map(RecordType::section).map(Function.identity()))
                .doesNotContainNull();
    }

    /** The last digit of a code of LOINC follows from the others (mod 10). */
    private static boolean hasCheckDigit(String code) {
        String digits = new StringBuilder(code.substring(0, code.length() - 2))
                .reverse()
                .toString();
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted / 10 + weighted % 10;
        }
        return (10 - sum % 10) % 10 == code.charAt(code.length() - 1) - '0';
    }
}
