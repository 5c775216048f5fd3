package org.healthpassport.fhir.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.healthpassport.fhir.definition.ElementDefinition.TypeReference;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private final Definitions definitions = Definitions.r4();

    private final Collection<TypeDefinition> types = definitions.types().values();

    private final List<ElementDefinition> elements =
            types.stream().flatMap(type -> type.elements().stream()).toList();

    @Test
    void shouldDefineEverythingThatItNames() {
        assertThat(elements.stream()
                        .flatMap(element -> element.types().stream())
                        .map(TypeReference::definition)
                        .filter(name -> !name.equals("Resource"))
                        .map(definitions::type))
                .isNotEmpty();
        assertThat(elements.stream()
                        .map(ElementDefinition::binding)
                        .filter(Objects::nonNull)
                        .map(definitions::codeList))
                .allMatch(list -> !list.included().isEmpty());
        assertThat(definitions.invariants().keySet())
                .containsAll(elements.stream()
                        .flatMap(element -> element.invariants().stream())
                        .toList())
                .containsAll(types.stream()
                        .flatMap(type -> type.invariants().stream())
                        .toList());
        assertThat(definitions.everyResourceType()).hasSize(146).contains("AllergyIntolerance", "Patient");
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
}
