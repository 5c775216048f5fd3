package org.healthpassport.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.assertj.core.api.SoftAssertions;
import org.healthpassport.fhir.example.OfficialExamples;
import org.healthpassport.fhir.example.SyntheaPatients;
import tools.jackson.databind.node.ObjectNode;

/** Ours and HAPI's validator agree about resources of all types; {@code -P exhaustive} asks HAPI about everything. */
class EveryTypeOracleTest {
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    /** Larger ones take HAPI seconds each, and show nothing more. */
    private static final int LARGEST_BYTES = 30_000;

    private static final List<Named> OFFICIAL = OfficialExamples.ofSpecification()
            .filter(example -> example.json().length <= LARGEST_BYTES)
            .map(example -> new Named(example.toString(), example.resource()))
            .filter(example -> example.resource().has("resourceType"))
            .toList();

    private static final List<Named> SYNTHETIC = SyntheaPatients.resources()
            .map(resource -> new Named(resource.path("resourceType").asString(), resource))
            .toList();

    @Example
    void shouldTakeEveryResourceOfTheSyntheticPatients() {
        SoftAssertions.assertSoftly(softly -> Stream.concat(SyntheaPatients.resources(), SyntheaPatients.bundles())
                .forEach(resource ->
                        softly.assertThat(VALIDATION.validate(resource)).isEmpty()));
    }

    @Example
    void shouldAgreeOnOneExampleOfEveryType() {
        Map<String, Named> ofTypes = new TreeMap<>();
        Stream.concat(OFFICIAL.stream(), SYNTHETIC.stream())
                .filter(example -> !example.name().endsWith(".profile.json"))
                .forEach(example -> ofTypes.merge(
                        example.type(), example, (one, other) -> other.size() < one.size() ? other : one));
        assertThat(ofTypes).hasSizeGreaterThan(125);
        shouldAgreeOn(List.copyOf(ofTypes.values()));
    }

    @Example
    @Tag("exhaustive")
    void shouldAgreeOnAllExamples() {
        shouldAgreeOn(OFFICIAL);
    }

    @Example
    @Tag("exhaustive")
    void shouldAgreeOnAllResourcesOfTheSyntheticPatients() {
        shouldAgreeOn(SYNTHETIC);
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void shouldAgreeOnSomeMutants(@ForAll("mutants") Named mutant) {
        mutant.shouldBeAgreedOn();
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Tag("exhaustive")
    void shouldAgreeOnManyMutants(@ForAll("mutants") Named mutant) {
        mutant.shouldBeAgreedOn();
    }

    /** Valid examples of all types, each type as often as any other, with one to three changes. */
    @Provide
    Arbitrary<Named> mutants() {
        Map<String, List<Named>> valid = new TreeMap<>();
        List<Named> all = new ArrayList<>(OFFICIAL);
        all.addAll(SYNTHETIC);
        Collections.shuffle(all, new Random(1));
        all.stream()
                .filter(example -> example.size() < 6_000)
                .filter(example -> VALIDATION.validate(example.resource()).isEmpty())
                .forEach(example -> valid.computeIfAbsent(example.type(), none -> new ArrayList<>())
                        .add(example));
        return Arbitraries.of(List.copyOf(valid.values()))
                .flatMap(Arbitraries::of)
                .flatMap(example -> Arbitraries.randomValue(
                        random -> new Named(example.name(), Mutation.mutate(example.resource(), random))));
    }

    private static void shouldAgreeOn(List<Named> examples) {
        SoftAssertions.assertSoftly(softly -> examples.forEach(example -> softly.check(example::shouldBeAgreedOn)));
    }

    private record Named(String name, ObjectNode resource) {
        String type() {
            return resource.path("resourceType").asString();
        }

        int size() {
            return resource.toString().length();
        }

        void shouldBeAgreedOn() {
            Disagreements.shouldAgreeOn(name, resource, VALIDATION.validate(resource));
        }
    }
}
