package org.healthpassport.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.Finding;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.node.ObjectNode;

/** Validating a resource of each type: the example of the specification that is in the middle by size. */
@State(Scope.Benchmark)
public class ValidationOfType {
    private static final String INDEX = "/spec-json.txt";

    private final ResourceValidation validation = new ResourceValidation();

    /** All of them. */
    @Param
    public RecordType type = RecordType.OBSERVATION;

    private ObjectNode resource = FhirJson.parse(SampleResource.json());

    @Setup
    public void findExample() {
        List<byte[]> examples = new String(bytes(INDEX), UTF_8)
                .lines()
                // A verdict of others, white space, and the name.
                .map(line -> line.replaceFirst("^\\S+\\s+", ""))
                .filter(name -> name.startsWith("json/spec/" + type.fhirName().toLowerCase(Locale.ROOT)))
                .map(name -> bytes('/' + name))
                .filter(this::isOfType)
                .sorted(Comparator.comparing(json -> json.length))
                .toList();
        resource = FhirJson.parseKept(examples.get(examples.size() / 2));
    }

    private boolean isOfType(byte[] json) {
        return FhirJson.parseKept(json).path("resourceType").asString().equals(type.fhirName());
    }

    @Benchmark
    public List<Finding> validate() {
        return validation.validate(resource);
    }

    private static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(ValidationOfType.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
