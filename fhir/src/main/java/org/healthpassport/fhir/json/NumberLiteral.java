package org.healthpassport.fhir.json;

import java.math.BigDecimal;
import tools.jackson.databind.node.DecimalNode;

/** A number that keeps its text, because the precision of a decimal has a meaning in FHIR. */
public final class NumberLiteral extends DecimalNode {
    private static final long serialVersionUID = 1L;

    private final String literal;

    NumberLiteral(String literal, BigDecimal value) {
        super(value);
        this.literal = literal;
    }

    /** The characters of the JSON text, such as {@code 1.00} or {@code 1e2}. */
    public String literal() {
        return literal;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberLiteral number && literal.equals(number.literal);
    }

    @Override
    public int hashCode() {
        return literal.hashCode();
    }
}
