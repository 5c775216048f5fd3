package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.EveryDefinition;
import org.healthpassport.fhir.definition.Invariant;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.element.Location;
import org.healthpassport.fhir.example.OfficialExamples;
import org.healthpassport.fhir.example.RandomResource;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.path.EvaluationContext;
import org.healthpassport.fhir.path.PathExpression;
import org.healthpassport.foreign.ForeignChecks;
import org.healthpassport.foreign.ForeignPrograms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** npm's {@code fhirpath} answers every invariant as we do, where npm has it in its cache. Downloads nothing. */
class ForeignFhirPathTest {
    private static final Path SOURCES = Path.of("src/test/fhirpath");
    private static final String SCRIPT = "evaluate.mjs";

    private static final Definitions DEFINITIONS = Definitions.r4();

    /** Larger examples ask the same questions more often. */
    private static final int LARGEST_BYTES = 8_000;

    private static final int RANDOM_ONES = 12;

    private static final int OFTEN_ENOUGH = 60;

    private static final Set<String> LISTED = listed();

    @Test
    void shouldAgreeAboutEveryInvariant(@TempDir Path folder) throws Exception {
        // given
        ForeignPrograms programs = new ForeignPrograms(folder);
        ForeignChecks.require(
                programs.install(SOURCES, SCRIPT),
                "there is no npm, or fhirpath is not in its cache; run: npm ci --prefix fhir/src/test/fhirpath");
        List<Sheet> sheets = resources().map(Sheet::of).toList();
        Files.write(
                folder.resolve("questions"),
                sheets.stream()
                        .map(Sheet::line)
                        .map(line -> new String(line, UTF_8))
                        .toList());

        // when
        List<String> answers = programs.run("sh", "-c", "node " + SCRIPT + " < questions")
                .substring(2)
                .lines()
                .toList();

        // then
        assertThat(answers).hasSameSizeAs(sheets);
        List<Answered> answered = IntStream.range(0, sheets.size())
                .boxed()
                .flatMap(i -> sheets.get(i).answered(answers.get(i)))
                .toList();
        assertThat(answered).filteredOn(Answered::disagrees).isEmpty();
        assertThat(answered.stream().map(answer -> answer.question().key()).distinct())
                .containsExactlyInAnyOrderElementsOf(EveryDefinition.invariants().stream()
                        .map(Invariant::key)
                        .toList());
    }

    /** Examples of the specification, and random resources of all types, which break invariants by chance. */
    private static Stream<ObjectNode> resources() {
        Random random = new Random(1);
        return Stream.concat(
                        OfficialExamples.ofSpecification()
                                .filter(example -> example.json().length <= LARGEST_BYTES)
                                .map(OfficialExamples.Example::resource),
                        DEFINITIONS.everyResourceType().stream()
                                .sorted()
                                .flatMap(type -> Stream.generate(() ->
                                                RandomResource.of(type, random, text -> hasValidStructure(parse(text))))
                                        .limit(RANDOM_ONES))
                                .map(ForeignFhirPathTest::parse))
                .filter(ForeignFhirPathTest::hasValidStructure);
    }

    private static ObjectNode parse(String json) {
        return FhirJson.parse(json.getBytes(UTF_8));
    }

    private static boolean hasValidStructure(ObjectNode resource) {
        FindingCollector findings = new FindingCollector();
        new StructureCheck(DEFINITIONS, new PrimitiveFormats(DEFINITIONS), new ValueChecks(DEFINITIONS), findings)
                .checkResource(resource, Location.ROOT);
        return findings.isEmpty();
    }

    /** All questions about one resource, with our answers. */
    private record Sheet(ObjectNode resource, List<Question> questions) {
        private static final Map<String, PathExpression> EXPRESSIONS = new ConcurrentHashMap<>();
        private static final Map<String, Integer> ASKED = new ConcurrentHashMap<>();

        static Sheet of(ObjectNode resource) {
            Sheet sheet = new Sheet(resource, new ArrayList<>());
            Element root = Element.root(DEFINITIONS, resource);
            EvaluationContext evaluation = EvaluationContext.of(root);
            root.invariants()
                    .forEach(keys -> keys.forEach(key -> sheet.ask(root, root, evaluation, key, expression(key))));
            sheet.askAboutChildren(root, evaluation);
            return sheet;
        }

        /** Not about what is inside primitives and contained resources, where their program cannot begin. */
        private void askAboutChildren(Element parent, EvaluationContext evaluation) {
            Map<String, Integer> index = new TreeMap<>();
            for (Element child : parent.children()) {
                int i = index.merge(child.name(), 1, Integer::sum) - 1;
                if (child.type().kind() == Kind.RESOURCE) {
                    continue;
                }
                child.invariants()
                        .forEach(keys -> keys.forEach(key -> ask(
                                parent,
                                child,
                                evaluation,
                                key,
                                "%s[%d].select(%s)".formatted(child.name(), i, expression(key)))));
                if (!child.isPrimitive()) {
                    askAboutChildren(child, evaluation);
                }
            }
        }

        private void ask(Element parent, Element element, EvaluationContext evaluation, String key, String expression) {
            boolean ours = EXPRESSIONS
                    .computeIfAbsent(key, missing -> PathExpression.compile(expression(missing)))
                    .holds(element, evaluation);
            if (ASKED.merge(key + ours, 1, Integer::sum) <= OFTEN_ENOUGH) {
                questions.add(new Question(key, parent, expression, ours));
            }
        }

        private static String expression(String key) {
            return DEFINITIONS.invariant(key).expression();
        }

        byte[] line() {
            ObjectNode line = resource.objectNode();
            line.set("resource", resource);
            ArrayNode asked = line.putArray("questions");
            questions.forEach(question -> asked.addObject()
                    .put("parent", question.parent().location().pointer())
                    .put("base", question.parent().type().name())
                    .put("expression", question.expression()));
            return FhirJson.write(line);
        }

        Stream<Answered> answered(String theirs) {
            assertThat(theirs).hasSize(questions.size());
            return IntStream.range(0, questions.size()).mapToObj(i -> new Answered(questions.get(i), theirs.charAt(i)));
        }
    }

    private record Question(String key, Element parent, String expression, boolean holds) {}

    /** @param theirs what the script prints for the question */
    private record Answered(Question question, char theirs) {
        boolean disagrees() {
            return theirs != (question.holds() ? '1' : '0') && !LISTED.contains(theirs + " " + question.key());
        }

        @Override
        public String toString() {
            return "%s %s: %s%nof %s"
                    .formatted(
                            theirs,
                            question.key(),
                            question.expression(),
                            question.parent().content());
        }
    }

    /** The answers of their program that differ from ours for a reason, which stands in the file. */
    private static Set<String> listed() {
        try (InputStream file = Objects.requireNonNull(
                ForeignFhirPathTest.class.getResourceAsStream("/fhir/fhirpath-disagreements.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
