package org.healthpassport.fhir.path;

import java.util.List;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.TruthValue;

/** The expressions that evaluate another expression for each item of their source. */
sealed interface Iteration extends Expression {
    Expression source();

    Expression criterion();

    @Override
    default Reach reach() {
        return source().reach().and(criterion().reach().overItems());
    }

    private static boolean isMet(Expression criterion, Item item, EvaluationContext evaluation) {
        return TruthValue.of(criterion.evaluate(List.of(item), evaluation)) == TruthValue.TRUE;
    }

    /** Gives the items for which the criterion is true. */
    record Where(Expression source, Expression criterion) implements Iteration {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return source.evaluate(focus, evaluation).stream()
                    .filter(item -> Iteration.isMet(criterion, item, evaluation))
                    .toList();
        }
    }

    /** Tells whether the criterion is true for all items. */
    record All(Expression source, Expression criterion) implements Iteration {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return TruthValue.of(source.evaluate(focus, evaluation).stream()
                            .allMatch(item -> Iteration.isMet(criterion, item, evaluation)))
                    .toItems();
        }
    }

    /** Gives what the criterion gives for each item. */
    record Select(Expression source, Expression criterion) implements Iteration {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return source.evaluate(focus, evaluation).stream()
                    .flatMap(item -> criterion.evaluate(List.of(item), evaluation).stream())
                    .toList();
        }
    }
}
