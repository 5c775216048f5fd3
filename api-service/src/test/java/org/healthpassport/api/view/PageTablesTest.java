package org.healthpassport.api.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.catalog.Standing;
import org.healthpassport.fhir.catalog.StatusElement;
import org.healthpassport.fhir.definition.CodeList;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compares the page's tables of record types with the catalog and with the official definitions. */
class PageTablesTest {
    private static final Path SAMPLES = Path.of("src/test/node/records.json");

    /** The page says the same of all others. */
    private static final Map<Standing, String> STANDINGS = Map.of(
            Standing.ENTERED_IN_ERROR, "invalid",
            Standing.REFUTED, "negated",
            Standing.NOT_DONE, "negated",
            Standing.PAST, "past");

    @TempDir
    Path folder;

    private PageInNode page;

    @BeforeEach
    void copy() {
        page = PageInNode.in(folder);
    }

    @Test
    void shouldKnowEveryRecordTypeAndItsNature() throws Exception {
        // when
        JsonNode natures = tables(List.of()).get("natures");

        // then
        assertThat(natures.properties())
                .hasSameSizeAs(RecordType.values())
                .allSatisfy(nature -> assertThat(nature.getValue().asString())
                        .as(nature.getKey())
                        .isEqualTo(RecordType.of(nature.getKey())
                                .orElseThrow()
                                .nature()
                                .name()
                                .toLowerCase(Locale.ROOT)));
    }

    @Test
    void shouldNameOnlyElementsThatTheTypesHave() throws Exception {
        // when
        JsonNode elements = tables(List.of()).get("elements");

        // then
        assertThat(elements.values())
                .hasSizeGreaterThan(300)
                .extracting(JsonNode::asString)
                .allMatch(PageTablesTest::exists);
    }

    @Test
    void shouldJudgeEveryStatusLikeTheCatalog() throws Exception {
        // given
        List<ObjectNode> resources = Arrays.stream(RecordType.values())
                .flatMap(type -> type.statuses().stream().flatMap(status -> withEachCode(type, status).stream()))
                .toList();

        // when
        JsonNode standings = tables(resources).get("standings");

        // then
        assertThat(resources).hasSizeGreaterThan(100);
        for (int i = 0; i < resources.size(); i++) {
            assertThat(standings.get(i).asString())
                    .as(resources.get(i).toString())
                    .isEqualTo(STANDINGS.getOrDefault(
                            ClinicalRecord.of(resources.get(i)).orElseThrow().standing(), "current"));
        }
    }

    @Test
    void shouldBeTestedWithValidRecords() throws Exception {
        // when
        JsonNode samples = FhirJson.parseKept(("{\"records\":" + Files.readString(SAMPLES) + "}").getBytes(UTF_8))
                .get("records");

        // then
        assertThat(samples.values())
                .extracting(sample -> sample.get("resourceType").asString())
                .containsAll(Arrays.stream(RecordType.values())
                        .map(RecordType::fhirName)
                        .toList());
        assertThat(samples.values())
                .allSatisfy(sample -> assertThat(new ResourceValidation().validate((ObjectNode) sample))
                        .as(sample.toString())
                        .isEmpty());
    }

    private static boolean exists(String path) {
        List<String> names = List.of(path.split("\\."));
        TypeDefinition type = Definitions.r4().type(names.get(0));
        for (String name : names.subList(1, names.size())) {
            boolean choice = name.endsWith("[x]");
            String plain = choice ? name.substring(0, name.length() - "[x]".length()) : name;
            Optional<ElementDefinition> element = type.elements().stream()
                    .filter(found -> found.name().equals(plain) && found.choice() == choice)
                    .findFirst();
            if (element.isEmpty()) {
                return false;
            }
            type = Definitions.r4().type(element.get().types().get(0).definition());
        }
        return true;
    }

    private static List<ObjectNode> withEachCode(RecordType type, StatusElement status) {
        if (status.codes().isEmpty()) {
            return List.of(record(type).put(status.name(), true), record(type).put(status.name(), false));
        }
        boolean coded = type.definition().elements().stream()
                .filter(element -> element.name().equals(status.name()))
                .anyMatch(element -> element.types().get(0).code().equals("CodeableConcept"));
        List<ObjectNode> records = new ArrayList<>();
        for (CodeList.Included included : status.codes().get().included()) {
            for (String code : included.codes()) {
                ObjectNode record = record(type);
                if (coded) {
                    record.putObject(status.name())
                            .putArray("coding")
                            .addObject()
                            .put("system", included.system())
                            .put("code", code);
                } else {
                    record.put(status.name(), code);
                }
                records.add(record);
            }
        }
        return records;
    }

    private static ObjectNode record(RecordType type) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type.fhirName());
    }

    private JsonNode tables(List<ObjectNode> resources) throws IOException {
        ArrayNode input = JsonNodeFactory.instance.arrayNode().addAll(resources);
        String answer = page.run(Map.of(), input.toString().getBytes(UTF_8), "node", "tables.mjs");
        assertThat(answer).startsWith("0 ");
        return JsonMapper.shared().readTree(answer.substring(2));
    }
}
