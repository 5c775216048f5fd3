package org.healthpassport.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.fhir.example.OfficialExamples;
import org.healthpassport.fhir.example.SyntheaPatients;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Examples of all types come back as they were: the same members in the same order, and numbers digit by digit. */
class ExamplesRoundTripTest {
    private static final JsonFactory JSON = new JsonFactory();

    /** The few larger ones are most of the 140 MB. */
    private static final int LARGE = 100_000;

    @Test
    void shouldWriteExamplesAsTheyWere() {
        List<byte[]> examples = Stream.concat(OfficialExamples.ofSpecification(), OfficialExamples.complete())
                .map(OfficialExamples.Example::json)
                .filter(json -> json.length <= LARGE)
                .toList();
        assertThat(examples).hasSizeGreaterThan(3_000).allSatisfy(ExamplesRoundTripTest::shouldComeBackEqual);
    }

    @Test
    @Tag("exhaustive")
    void shouldWriteAllExamplesAsTheyWere() {
        assertThat(OfficialExamples.ofSpecification()).allSatisfy(example -> shouldComeBackEqual(example.json()));
    }

    @Test
    void shouldWriteSyntheticPatientsAsTheyWere() {
        assertThat(SyntheaPatients.bundles()).allSatisfy(bundle -> {
            byte[] written = FhirJson.write(bundle);
            assertThat(FhirJson.write(FhirJson.parseKept(written))).isEqualTo(written);
        });
    }

    private static void shouldComeBackEqual(byte[] json) {
        assertThat(tokens(FhirJson.write(FhirJson.parseKept(json)))).isEqualTo(tokens(json));
    }

    /** The texts between white space, except that one string can be written in several ways. */
    private static List<String> tokens(byte[] json) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token + parser.getString());
            }
        }
        return tokens;
    }
}
