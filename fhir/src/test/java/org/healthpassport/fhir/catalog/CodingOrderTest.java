package org.healthpassport.fhir.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.fhir.example.OfficialExamples;
import org.healthpassport.fhir.validation.Mutation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The order of codings has no meaning (datatypes.html#CodeableConcept), and no JSON is an exception. */
class CodingOrderTest {
    private static final List<ObjectNode> EXAMPLES = OfficialExamples.ofSpecification()
            .filter(example -> RecordType.of(type(example.toString())).isPresent())
            .map(OfficialExamples.Example::resource)
            .filter(resource -> ClinicalRecord.of(resource).isPresent())
            .toList();

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void shouldSayTheSameInWhateverOrderCodingsAre(@ForAll("examples") ObjectNode example, @ForAll Random random) {
        // given
        ObjectNode shuffled = example.deepCopy();
        shuffleCodings(shuffled, random);

        // then
        assertThat(meaning(shuffled)).isEqualTo(meaning(example));
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepTheStandingWhateverCodesOthersAdd(@ForAll("examples") ObjectNode example) {
        // given
        ObjectNode added = example.deepCopy();
        addForeignCodings(added);

        // then
        assertThat(ClinicalRecord.of(added).map(ClinicalRecord::standing))
                .isEqualTo(ClinicalRecord.of(example).map(ClinicalRecord::standing));
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void shouldReadAnyJson(@ForAll("mutants") ObjectNode mutant) {
        assertThat(meaning(mutant)).isNotNull();
    }

    @Provide
    Arbitrary<ObjectNode> examples() {
        return Arbitraries.of(EXAMPLES);
    }

    @Provide
    Arbitrary<ObjectNode> mutants() {
        return examples().flatMap(example -> Arbitraries.randomValue(random -> Mutation.mutate(example, random)));
    }

    /** Everything that a record says. */
    private static List<Object> meaning(ObjectNode resource) {
        Optional<ClinicalRecord> record = ClinicalRecord.of(resource);
        return List.of(
                record.map(ClinicalRecord::standing),
                record.map(ClinicalRecord::subjectMatter),
                record.flatMap(ClinicalRecord::clinicalDate),
                record.flatMap(ClinicalRecord::patientReference),
                record.map(ClinicalRecord::section),
                record.map(ClinicalRecord::statesAbsence));
    }

    private static void shuffleCodings(JsonNode node, Random random) {
        if (node.path("coding") instanceof ArrayNode codings) {
            List<JsonNode> shuffled = new ArrayList<>();
            codings.forEach(shuffled::add);
            Collections.shuffle(shuffled, random);
            codings.removeAll();
            codings.addAll(shuffled);
        }
        node.forEach(child -> shuffleCodings(child, random));
    }

    private static void addForeignCodings(JsonNode node) {
        if (node.path("coding") instanceof ArrayNode codings) {
            codings.insertObject(0).put("system", "http://example.org/local").put("code", "entered-in-error");
            codings.addObject().put("code", "refuted");
        }
        node.forEach(CodingOrderTest::addForeignCodings);
    }

    /** Files begin with the name of a type in small letters. */
    private static String type(String name) {
        String small = name.replaceFirst("[-.(0-9_].*", "");
        for (RecordType type : RecordType.values()) {
            if (type.fhirName().equalsIgnoreCase(small)) {
                return type.fhirName();
            }
        }
        return "";
    }
}
