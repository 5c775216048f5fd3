package org.healthpassport.fhir.path;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.TruthValue;
import org.healthpassport.fhir.pattern.LinearPattern;

/** The expressions that go on from another one without iterating over its items. */
sealed interface Step extends Expression {
    Expression source();

    @Override
    default Reach reach() {
        return source().reach();
    }

    /** Gives the children with a name; without a stream, as most of the time of a validation is spent here. */
    record Child(Expression source, String name) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> children = new ArrayList<>();
            for (Item item : source.evaluate(focus, evaluation)) {
                if (item instanceof Item.OfElement parent) {
                    for (Element child : parent.element().children(name)) {
                        children.add(Item.of(child));
                    }
                }
            }
            return children;
        }
    }

    /** Gives the items of a type. */
    record OfType(Expression source, String type) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return source.evaluate(focus, evaluation).stream()
                    .filter(item -> item.type().equals(type))
                    .toList();
        }
    }

    /** Tells whether the only item has a type. */
    record IsType(Expression source, String type) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> items = source.evaluate(focus, evaluation);
            return items.size() == 1
                    ? TruthValue.of(items.get(0).type().equals(type)).toItems()
                    : List.of();
        }
    }

    /** Gives the contained resources to which references lead; other targets are unknown here. */
    record Resolved(Expression source) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return Item.elements(source.evaluate(focus, evaluation))
                    .flatMap(reference -> evaluation.target(reference).stream())
                    .map(Item::of)
                    .toList();
        }
    }

    /** Tells whether the only item is a text that matches as a whole. */
    record Matches(Expression source, LinearPattern pattern) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return PathFunction.single(source.evaluate(focus, evaluation))
                    .map(value ->
                            TruthValue.of(pattern.matches(value.toString())).toItems())
                    .orElse(List.of());
        }
    }

    record ReplaceMatches(Expression source, LinearPattern pattern, String replacement) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return PathFunction.single(source.evaluate(focus, evaluation))
                    .map(value -> List.of(Item.of(pattern.replaceAll(value.toString(), replacement))))
                    .orElse(List.of());
        }
    }

    /** Calls a function with values, each of which is computed for the focus. */
    record Call(Expression source, PathFunction function, List<Expression> arguments) implements Step {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return function.apply(
                    source.evaluate(focus, evaluation),
                    arguments.stream()
                            .map(argument -> argument.evaluate(focus, evaluation))
                            .toList());
        }

        @Override
        public Reach reach() {
            return arguments.stream().map(Expression::reach).reduce(source.reach(), Reach::and);
        }
    }

    /**
     * Computes its source once for as long as the result stays the same. Without it, a thousand elements would look at
     * all others a thousand times.
     */
    record Remembered(Expression source) implements Step {
        /** The expression itself, if its result always depends on the focus or needs no computing. */
        static Expression of(Expression expression) {
            return expression.reach().focus() || expression instanceof Term ? expression : new Remembered(expression);
        }

        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return evaluation.items(source);
        }
    }
}
