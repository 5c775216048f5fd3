package org.healthpassport.fhir.path;

import java.util.List;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.TruthValue;

/** A condition in FHIRPath (hl7.org/fhirpath/N1). Thread-safe. */
public final class PathExpression {
    private final Expression expression;

    private PathExpression(Expression expression) {
        this.expression = expression;
    }

    /**
     * Compiles an expression with the operators, functions and variables that the invariants of R4 use.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static PathExpression compile(String expression) {
        return new PathExpression(PathParser.parse(expression));
    }

    /** True if the condition holds for an element; false if it cannot be decided, as in HL7's validator. */
    public boolean holds(Element element, EvaluationContext evaluation) {
        return TruthValue.of(expression.evaluate(List.of(Item.of(element)), evaluation.about(element)))
                == TruthValue.TRUE;
    }
}
