package org.healthpassport.fhir.validation;

import java.util.List;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.element.Location;
import tools.jackson.databind.node.ObjectNode;

/** Validates resources against R4. Thread-safe. */
public final class ResourceValidation {
    private final Definitions definitions = Definitions.r4();
    private final PrimitiveFormats formats = new PrimitiveFormats(definitions);
    private final ValueChecks values = new ValueChecks(definitions);
    private final InvariantCheck invariants = new InvariantCheck(definitions);

    /**
     * Checks structure, formats, codes of required bindings and targets of references; then the invariants, if there
     * are no findings so far.
     *
     * @return findings in document order, at most 50; none for a valid resource
     */
    public List<Finding> validate(ObjectNode resource) {
        FindingCollector findings = new FindingCollector();
        new StructureCheck(definitions, formats, values, findings).checkResource(resource, Location.ROOT);
        if (findings.isEmpty()) {
            invariants.check(Element.root(definitions, resource), findings);
        }
        return findings.all();
    }
}
