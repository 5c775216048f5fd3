package org.healthpassport.fhir.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.fhir.definition.OfficialFiles.at;
import static org.healthpassport.fhir.definition.OfficialFiles.path;
import static org.healthpassport.fhir.definition.OfficialFiles.value;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.catalog.StatusElement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** The catalog says what HL7 says of the same elements, in its mapping to the five Ws (fivews.html). */
class CatalogTest {
    /** The end of a condition does not say when it was; HL7 maps all that identifies a device to the subject matter. */
    private static final Set<String> LEFT_OUT = Set.of(
            "Condition.abatement",
            "Device.distinctIdentifier",
            "Device.manufacturer",
            "Device.manufactureDate",
            "Device.expirationDate",
            "Device.lotNumber",
            "Device.serialNumber",
            "Device.partNumber");

    @ParameterizedTest
    @EnumSource
    void shouldSayWhenAndAboutWhatAsHl7Does(RecordType type) {
        assertThat(type.when())
                .containsAll(mapped(type, "FiveWs.init", "FiveWs.done[x]", "FiveWs.planned", "FiveWs.recorded"));
        assertThat(type.about()).containsAll(mapped(type, "FiveWs.what[x]"));
        List<String> subjects = mapped(type, "FiveWs.subject[x]");
        assertThat(type.patient())
                .matches(patient -> subjects.isEmpty()
                        || subjects.contains(patient.orElseThrow().name()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeForStatusesWhatHl7Does(RecordType type) {
        // given
        List<String> bound = mapped(type, "FiveWs.status").stream()
                .filter(name -> type.definition().elements().stream()
                        .anyMatch(element ->
                                element.name().equals(name) && (element.binding() != null || name.equals("active"))))
                .toList();

        // then
        assertThat(type.statuses()).extracting(StatusElement::name).containsAll(bound);
    }

    /** The names of elements, without {@code [x]}. */
    private static List<String> mapped(RecordType type, String... fiveWs) {
        return at(OfficialFiles.all().structure(type.fhirName()), "snapshot", "element")
                .filter(element -> path(element).split("\\.").length == 2)
                .filter(element -> Stream.of(fiveWs).anyMatch(one -> isMapped(element, one)))
                .map(element -> path(element).replace("[x]", ""))
                .filter(path -> !LEFT_OUT.contains(path))
                .map(path -> path.substring(path.indexOf('.') + 1))
                .toList();
    }

    private static boolean isMapped(Element element, String fiveWs) {
        return at(element, "mapping")
                .filter(mapping -> value(mapping, "identity").equals(Optional.of("w5")))
                .anyMatch(mapping -> value(mapping, "map").equals(Optional.of(fiveWs)));
    }
}
