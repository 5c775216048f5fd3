package org.healthpassport.api.fhir.json;

import java.math.BigDecimal;
import tools.jackson.databind.node.DecimalNode;

/** A number that remembers how it was written, because FHIR gives a meaning to the precision of a decimal. */
public final class NumberLiteral extends DecimalNode {
    private static final long serialVersionUID = 1L;

    private final String literal;

    NumberLiteral(String literal, BigDecimal value) {
        super(value);
        this.literal = literal;
    }

    /** The characters of the JSON text: {@code 1.00} and {@code 1e2} stay so. */
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
