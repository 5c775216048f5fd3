package org.healthpassport.fhir.validation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.EvaluationContext;
import org.healthpassport.fhir.path.PathExpression;

/** Checks elements against the invariants of their definitions. */
final class InvariantCheck {
    private final Definitions definitions;
    private final Map<String, PathExpression> expressions = new ConcurrentHashMap<>();

    InvariantCheck(Definitions definitions) {
        this.definitions = definitions;
    }

    /** @param resource a resource with a valid structure */
    void check(Element resource, FindingCollector findings) {
        check(resource, EvaluationContext.of(resource), findings);
    }

    private void check(Element element, EvaluationContext evaluation, FindingCollector findings) {
        for (List<String> keys : element.invariants()) {
            for (String key : keys) {
                if (!expression(key).holds(element, evaluation)) {
                    findings.add(
                            element.location(),
                            "must satisfy " + key + ": "
                                    + definitions.invariant(key).human());
                }
            }
        }
        for (Element child : element.children()) {
            if (findings.isFull()) {
                return;
            }
            check(child, context(child, evaluation), findings);
        }
    }

    private static EvaluationContext context(Element child, EvaluationContext ofParent) {
        if (child.type().kind() != Kind.RESOURCE) {
            return ofParent;
        }
        return child.isContained() ? ofParent.contained(child) : EvaluationContext.of(child);
    }

    private PathExpression expression(String key) {
        return expressions.computeIfAbsent(
                key,
                missing -> PathExpression.compile(definitions.invariant(missing).expression()));
    }
}
