package org.healthpassport.api.fhir.path;

import java.util.List;
import org.healthpassport.api.fhir.element.Element;

/** A condition in FHIRPath (hl7.org/fhirpath/N1). One serves all threads. */
public final class PathExpression {
    private final Expression expression;

    private PathExpression(Expression expression) {
        this.expression = expression;
    }

    /**
     * Takes operators, functions and variables that the invariants of R4's clinical resources use.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static PathExpression compile(String expression) {
        return new PathExpression(PathParser.parse(expression));
    }

    /** Whether it is true of an element; what cannot be decided is not, as HL7's validator has it. */
    public boolean holds(Element element, Evaluation evaluation) {
        return Truth.of(expression.evaluate(List.of(Item.of(element)), evaluation)) == Truth.TRUE;
    }
}
