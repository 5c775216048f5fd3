package org.healthpassport.fhir.validation;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.Invariant;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.EvaluationContext;
import org.healthpassport.fhir.path.PathExpression;

/** Checks elements against the invariants of their definitions. */
final class InvariantCheck {
    private final Map<String, Invariant> invariants;
    private final Map<String, PathExpression> expressions;

    InvariantCheck(Definitions definitions) {
        invariants = definitions.invariants();
        expressions = invariants.values().stream()
                .collect(toUnmodifiableMap(Invariant::key, one -> PathExpression.compile(one.expression())));
    }

    /** @param resource a resource with a valid structure */
    void check(Element resource, FindingCollector findings) {
        check(resource, EvaluationContext.of(resource), findings);
    }

    private void check(Element element, EvaluationContext evaluation, FindingCollector findings) {
        for (List<String> keys : element.invariants()) {
            for (String key : keys) {
                if (!named(expressions, key).holds(element, evaluation)) {
                    findings.add(
                            element.location(),
                            "must satisfy " + key + ": "
                                    + named(invariants, key).human());
                }
            }
        }
        for (Element child : element.children()) {
            if (findings.isFull()) {
                return;
            }
            boolean contained = child.type().kind() == Kind.RESOURCE;
            check(child, contained ? evaluation.contained(child) : evaluation, findings);
        }
    }

    private static <T> T named(Map<String, T> all, String key) {
        return Objects.requireNonNull(all.get(key), key);
    }
}
