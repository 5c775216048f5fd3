package org.healthpassport.fhir.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.TypeDefinition;

/**
 * The element that refers to the patient of a record.
 *
 * @param name such as {@code patient} or {@code subject}
 * @param required true if every record of the type has it
 * @param targets the types of resources that it may refer to; none if all are allowed
 */
public record PatientElement(String name, boolean required, List<String> targets) {
    /** The three names that R4 has for it. */
    private static final List<String> NAMES = List.of("patient", "subject", "beneficiary");

    static Optional<PatientElement> of(TypeDefinition type) {
        return NAMES.stream()
                .flatMap(name -> type.elements().stream()
                        .filter(element -> element.name().equals(name)))
                .flatMap(PatientElement::of)
                .findFirst();
    }

    private static Stream<PatientElement> of(ElementDefinition element) {
        return element.types().stream()
                .filter(type -> type.code().equals("Reference"))
                .filter(type -> type.targets().isEmpty() || type.targets().contains("Patient"))
                .map(type -> new PatientElement(element.name(), element.min() > 0, type.targets()));
    }
}
