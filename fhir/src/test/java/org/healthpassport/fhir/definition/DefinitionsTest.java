package org.healthpassport.fhir.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.ElementDefinition.TypeReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
    private final Definitions definitions = Definitions.r4();

    private final List<TypeDefinition> types = EveryDefinition.types().stream()
            .map(type -> definitions.type(type.name()))
            .toList();

    private final List<ElementDefinition> elements =
            types.stream().flatMap(type -> type.elements().stream()).toList();

    @Test
    void shouldDefineEverythingThatItNames() {
        assertThat(elements.stream()
                        .flatMap(element -> element.types().stream())
                        .map(TypeReference::definition)
                        .filter(name -> !name.equals("Resource"))
                        .distinct()
                        .map(name -> definitions.type(name).name()))
                .hasSizeGreaterThan(500);
        assertThat(elements.stream()
                        .map(ElementDefinition::binding)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(definitions::codeList)
                        .filter(list -> list.included().isEmpty())
                        .map(list -> list.url().replaceFirst(".*/", "")))
                .as("value sets whose codes HL7 does not enumerate")
                .containsExactlyInAnyOrder("currencies", "mimetypes", "ucum-units", "LL379-9");
        assertThat(Stream.concat(
                                types.stream().flatMap(type -> type.invariants().stream()),
                                elements.stream().flatMap(element -> element.invariants().stream()))
                        .distinct()
                        .map(definitions::invariant))
                .hasSizeGreaterThan(200);
    }

    @Test
    void shouldKnowEveryResourceType() {
        assertThat(definitions.everyResourceType())
                .hasSize(146)
                .contains("AllergyIntolerance", "Patient")
                .allSatisfy(name -> assertThat(definitions.resource(name))
                        .get()
                        .extracting(TypeDefinition::name)
                        .isEqualTo(name));
    }

    /** The reason that no check counts the items of an array. */
    @Test
    void shouldLimitNoElementToANumberOfItemsAboveOne() {
        assertThat(elements).extracting(ElementDefinition::max).containsOnly("1", "*");
    }

    @Test
    void shouldNotKnowWhatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definitions.type("Allergy"))
                .withMessageContaining("Allergy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Address", "shared", "../r4/Patient", "Patient.contact", "patient", "Resource"})
    void shouldTakeNoOtherTextForAResourceType(String name) {
        assertThat(definitions.resource(name)).isEmpty();
    }
}
