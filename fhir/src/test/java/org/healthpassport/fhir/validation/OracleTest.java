package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;
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
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** Ours and HAPI's validator agree; {@code -P exhaustive} asks HAPI about everything. */
class OracleTest {
    private static final ResourceValidation VALIDATION = new ResourceValidation();
    private static final List<Examples.Example> EXAMPLES = Examples.all();
    private static final int EVERY = 9;

    @Example
    void shouldJudgeExamplesAsTheFileSays() {
        SoftAssertions.assertSoftly(softly -> EXAMPLES.forEach(example -> softly.assertThat(
                        VALIDATION.validate(example.resource()).isEmpty())
                .as(example.text())
                .isEqualTo(example.verdict().valid)));
    }

    @Example
    void shouldAgreeOnSomeExamples() {
        shouldAgreeOn(IntStream.range(0, EXAMPLES.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(EXAMPLES::get)
                .toList());
    }

    @Example
    @Tag("exhaustive")
    void shouldAgreeOnAllExamples() {
        shouldAgreeOn(EXAMPLES);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void shouldAgreeOnSomeMutants(@ForAll("mutants") ObjectNode mutant) {
        shouldAgreeOn(mutant);
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Tag("exhaustive")
    void shouldAgreeOnManyMutants(@ForAll("mutants") ObjectNode mutant) {
        shouldAgreeOn(mutant);
    }

    /** Valid examples with one to three changes. */
    @Provide
    Arbitrary<ObjectNode> mutants() {
        List<Examples.Example> valid = EXAMPLES.stream()
                .filter(example -> example.verdict() == Examples.Verdict.VALID)
                .toList();
        return Arbitraries.of(valid)
                .map(Examples.Example::resource)
                .flatMap(resource -> Arbitraries.randomValue(random -> Mutation.mutate(resource, random)));
    }

    private static void shouldAgreeOn(List<Examples.Example> examples) {
        SoftAssertions.assertSoftly(softly -> examples.forEach(example -> softly.assertThat(
                        Oracle.errors(json(example.resource())).isEmpty())
                .as(example.text())
                .isEqualTo(example.verdict().validForHapi)));
    }

    private static void shouldAgreeOn(ObjectNode resource) {
        Disagreements.shouldAgreeOn("a mutant", resource, VALIDATION.validate(resource));
    }

    private static String json(ObjectNode resource) {
        return new String(FhirJson.write(resource), UTF_8);
    }
}
