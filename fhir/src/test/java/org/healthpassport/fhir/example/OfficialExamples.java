package org.healthpassport.fhir.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** The examples of the specification (2,905), and resources that have every element, as IBM publishes both. */
public final class OfficialExamples {
    private OfficialExamples() {}

    public static Stream<Example> ofSpecification() {
        return listed("/spec-json.txt");
    }

    /** Examples of all types with all elements, whose values say nothing. */
    public static Stream<Example> complete() {
        return listed("/ibm-json.txt").filter(example -> example.name().contains("/complete-mock/"));
    }

    /** Each line of the index has a verdict of IBM's validator and a name. */
    private static Stream<Example> listed(String index) {
        return new String(bytes(index), UTF_8).lines().map(line -> new Example(line.replaceFirst("^\\S+\\s+", "")));
    }

    private static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(OfficialExamples.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Example(String name) {
        public byte[] json() {
            return bytes('/' + name);
        }

        public ObjectNode resource() {
            return FhirJson.parseKept(json());
        }

        @Override
        public String toString() {
            return name.replaceFirst(".*/", "");
        }
    }
}
