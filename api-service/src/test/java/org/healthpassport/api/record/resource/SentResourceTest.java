package org.healthpassport.api.record.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.record.key.Coding;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

class SentResourceTest {
    private static final Author AUTHOR = new Author("account", Role.PATIENT, null);
    private static final Set<String> OWN = Set.of("resourceType", "id", "meta", "patient");

    @Example
    void shouldPutWhatTheServiceSaysInPlaceOfWhatTheClientSays() {
        // given
        String sent = """
                {"note":[],"meta":{"tag":[{"system":"urn:healthpassport:author","code":"other"},{"code":"own"}],\
                "versionId":"9","_versionId":{},"source":"x","lastUpdated":"2000"},"resourceType":"AllergyIntolerance",\
                "patient":{"reference":"Patient/p","display":"Ada"},"_id":{},"onsetAge":{"value":1.00}}""";

        // then
        assertThat(stored(sent)).isEqualTo("""
                {"resourceType":"AllergyIntolerance","id":"record","note":[],\
                "meta":{"versionId":"2","lastUpdated":"2026-11-23T09:00:00.123Z",\
                "tag":[{"code":"own"},{"system":"urn:healthpassport:author","code":"account"},\
                {"system":"urn:healthpassport:author-role","code":"PATIENT"},\
                {"system":"urn:healthpassport:authorship","code":"patient-stated"}],"_versionId":{},"source":"x"},\
                "patient":{"reference":"Patient/p","display":"Ada"},"_id":{},"onsetAge":{"value":1.00}}""");
    }

    @Example
    void shouldKnowEveryCodingOfItsCodeAndOfNothingElse() {
        // given
        String sent = """
                {"code":{"coding":[{"system":"s","code":"1"},{"code":"2"},{"system":"t"},{"display":"d"}]},\
                "reaction":[{"substance":{"coding":[{"code":"3"}]}}]}""";

        // then
        assertThat(resource(sent).keys().codes())
                .containsExactlyInAnyOrder(new Coding("s", "1"), new Coding(null, "2"), new Coding("t", null));
    }

    @Property(tries = 200)
    void shouldKeepEverythingElseAndItsOrder(@ForAll("members") List<String> members) {
        // when
        String stored = stored("{" + String.join(",", members) + "}");

        // then
        String foreign = members.stream()
                .filter(member -> !OWN.contains(member.substring(1, member.indexOf('"', 1))))
                .collect(Collectors.joining(","));
        assertThat(withoutOwn(stored)).isEqualTo("{" + foreign + "}");
        assertThat(FhirJson.parse(stored.getBytes(UTF_8)).at("/meta/versionId").stringValue())
                .isEqualTo("2");
    }

    @Provide
    Arbitrary<List<String>> members() {
        Arbitrary<String> values = Arbitraries.of(
                "1.00", "1e2", "-0", "0.10E-3", "true", "\"\u00fc\"", "\"\ud83e\udd5c\"", "[1.0,[]]", "{\"id\":1.50}");
        Arbitrary<String> names =
                Arbitraries.of("id", "_id", "meta", "note", "code", "extension", "text", "language", "contained");
        return names.list()
                .uniqueElements()
                .ofMaxSize(8)
                .flatMap(chosen -> values.list()
                        .ofSize(chosen.size())
                        .map(given -> IntStream.range(0, chosen.size())
                                .mapToObj(i -> "\"" + chosen.get(i) + "\":" + given.get(i))
                                .toList()));
    }

    private static String withoutOwn(String stored) {
        ObjectNode tree = FhirJson.parse(stored.getBytes(UTF_8));
        tree.remove(OWN);
        return new String(FhirJson.write(tree), UTF_8);
    }

    private static String stored(String sent) {
        return new String(resource(sent).stored("record", 2, Instant.parse("2026-11-23T09:00:00.123Z"), AUTHOR), UTF_8);
    }

    /** As if it had been checked; every one has a type and a patient. */
    private static SentResource resource(String sent) {
        ObjectNode tree = FhirJson.parse(sent.getBytes(UTF_8));
        if (!tree.has("patient")) {
            tree.putObject("patient");
        }
        tree.put("resourceType", "AllergyIntolerance");
        return new SentResource(RecordType.ALLERGY_INTOLERANCE, tree, Authorship.PATIENT_STATED);
    }
}
