package org.healthpassport.fhir.path;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.TruthValue;

/** The expressions that combine two or more expressions for the same focus. */
sealed interface Combination extends Expression {
    List<Expression> parts();

    @Override
    default Reach reach() {
        return parts().stream().map(Expression::reach).reduce(Reach.NOTHING, Reach::and);
    }

    /** Has a left and a right side. */
    sealed interface Pair extends Combination {
        Expression left();

        Expression right();

        @Override
        default List<Expression> parts() {
            return List.of(left(), right());
        }
    }

    record Operation(Operator operator, Expression left, Expression right) implements Pair {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> first = left.evaluate(focus, evaluation);
            return operator.decides(first)
                    ? operator.apply(first, List.of())
                    : operator.apply(first, right.evaluate(focus, evaluation));
        }
    }

    /**
     * Tests whether an item on the left is among those on the right, by a lookup, as there can be thousands. FHIRPath
     * allows only one item on the left; of several, one is enough, as in HL7's validator.
     */
    record In(Expression left, Expression right) implements Pair {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> sought = left.evaluate(focus, evaluation);
            Set<Object> keys = sought.isEmpty() ? Set.of() : evaluation.keys(right, focus);
            return sought.isEmpty()
                    ? List.of()
                    : TruthValue.of(sought.stream().map(Item::key).anyMatch(keys::contains))
                            .toItems();
        }
    }

    /** Gives the items on the left that are also on the right. */
    record Intersection(Expression left, Expression right) implements Pair {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            Set<Object> keys = evaluation.keys(right, focus);
            return left.evaluate(focus, evaluation).stream()
                    .filter(item -> keys.contains(item.key()))
                    .toList();
        }
    }

    /** Gives one of two results, both computed for the source. */
    record Choice(Expression source, Expression criterion, Expression result, Optional<Expression> otherwise)
            implements Combination {
        @Override
        public List<Expression> parts() {
            return List.of(criterion, result, otherwise.orElse(result));
        }

        @Override
        public Reach reach() {
            return source.reach().and(Combination.super.reach().overItems());
        }

        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> items = source.evaluate(focus, evaluation);
            boolean met = TruthValue.of(criterion.evaluate(items, evaluation)) == TruthValue.TRUE;
            return met
                    ? result.evaluate(items, evaluation)
                    : otherwise.map(other -> other.evaluate(items, evaluation)).orElse(List.of());
        }
    }
}
