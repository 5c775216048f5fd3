package org.healthpassport.fhir.pattern;

import java.util.BitSet;
import java.util.List;

/** What a regular expression is made of. */
sealed interface Syntax {
    /** {@code Repeated.most} for a repetition without end. */
    int WITHOUT_END = -1;

    /** One symbol out of a set; {@link Alphabet} numbers them. */
    record OneOf(BitSet symbols) implements Syntax {}

    record Sequence(List<Syntax> parts) implements Syntax {}

    record Alternatives(List<Syntax> choices) implements Syntax {}

    record Repeated(Syntax part, int least, int most) implements Syntax {}
}
