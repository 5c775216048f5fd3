package org.healthpassport.benchmarks.micro;

import java.util.List;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.Finding;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.node.ObjectNode;

/** Reading and validating a resource of 0.8 kB, as the write path does before anything else. */
@State(Scope.Benchmark)
public class Validation {
    private final ResourceValidation validation = new ResourceValidation();
    private final byte[] json = SampleResource.json();
    private final ObjectNode resource = FhirJson.parse(json);

    @Setup
    public void requireValidResource() {
        List<Finding> findings = validation.validate(resource);
        if (!findings.isEmpty()) {
            throw new IllegalStateException("Expected a valid resource, but found " + findings);
        }
    }

    @Benchmark
    public ObjectNode parse() {
        return FhirJson.parse(json);
    }

    @Benchmark
    public List<Finding> validate() {
        return validation.validate(resource);
    }
}
