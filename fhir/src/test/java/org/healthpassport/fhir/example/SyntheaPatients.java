package org.healthpassport.fhir.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** Five patients that Synthea made up, from birth to death, with 1,793 resources of 20 types. */
public final class SyntheaPatients {
    private SyntheaPatients() {}

    /** The transaction of each patient. */
    public static Stream<ObjectNode> bundles() {
        return Stream.of("Cordie578", "Jessie665", "Lavern240", "Leonardo412", "Velvet616")
                .map(SyntheaPatients::bundle);
    }

    public static Stream<ObjectNode> resources() {
        return bundles().flatMap(bundle -> bundle.path("entry").valueStream()).map(entry ->
                (ObjectNode) entry.path("resource"));
    }

    /** The transaction of the patient with this name. */
    public static ObjectNode bundle(String name) {
        try (InputStream file = new GZIPInputStream(Objects.requireNonNull(
                SyntheaPatients.class.getResourceAsStream("/fhir/synthea/%s.json.gz".formatted(name)), name))) {
            return FhirJson.parseKept(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
