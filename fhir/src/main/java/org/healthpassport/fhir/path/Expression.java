package org.healthpassport.fhir.path;

import java.util.List;

/** An expression of FHIRPath, which turns a collection, the focus, into another one. */
sealed interface Expression {
    List<Item> evaluate(List<Item> focus, EvaluationContext evaluation);

    Reach reach();

    /** The input on which the result depends; the less it is, the longer the result can be reused. */
    enum Reach {
        ROOT_RESOURCE,
        RESOURCE,
        FOCUS;

        Reach and(Reach other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /** Gives the focus. */
    record Focus() implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return focus;
        }

        @Override
        public Reach reach() {
            return Reach.FOCUS;
        }
    }

    record Literal(Object value) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return List.of(Item.of(value));
        }

        @Override
        public Reach reach() {
            return Reach.ROOT_RESOURCE;
        }
    }

    /** Gives the value of an environment variable. */
    enum Constant implements Expression {
        RESOURCE(Reach.RESOURCE),
        ROOT_RESOURCE(Reach.ROOT_RESOURCE);

        private final Reach reach;

        Constant(Reach reach) {
            this.reach = reach;
        }

        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return List.of(Item.of(this == RESOURCE ? evaluation.resource() : evaluation.rootResource()));
        }

        @Override
        public Reach reach() {
            return reach;
        }
    }

    /** Gives the children with a name. */
    record Child(Expression source, String name) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return Item.elements(source.evaluate(focus, evaluation))
                    .flatMap(element -> element.children(name).stream())
                    .map(Item::of)
                    .toList();
        }

        @Override
        public Reach reach() {
            return source.reach();
        }
    }

    /** Gives the items of a type. */
    record OfType(Expression source, String type) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return Item.elements(source.evaluate(focus, evaluation))
                    .filter(element -> element.type().name().equals(type))
                    .map(Item::of)
                    .toList();
        }

        @Override
        public Reach reach() {
            return source.reach();
        }
    }

    /** Calls a function with values, each of which is computed for the focus. */
    record Call(Expression source, PathFunction function, List<Expression> arguments) implements Expression {
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

    /** Gives the items for which a criterion is true. */
    record Where(Expression source, Expression criterion) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return source.evaluate(focus, evaluation).stream()
                    .filter(item -> TruthValue.of(criterion.evaluate(List.of(item), evaluation)) == TruthValue.TRUE)
                    .toList();
        }

        @Override
        public Reach reach() {
            return source.reach();
        }
    }

    record Operation(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> first = left.evaluate(focus, evaluation);
            return operator.decides(first)
                    ? operator.apply(first, List.of())
                    : operator.apply(first, right.evaluate(focus, evaluation));
        }

        @Override
        public Reach reach() {
            return left.reach().and(right.reach());
        }
    }

    /**
     * Tests whether an item on the left is among those on the right, by a lookup, as there can be thousands. FHIRPath
     * allows only one item on the left; of several, one is enough, as in HL7's validator.
     */
    record In(Expression left, Expression right) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            List<Item> sought = left.evaluate(focus, evaluation);
            return sought.isEmpty()
                    ? List.of()
                    : TruthValue.of(sought.stream().map(Item::key).anyMatch(evaluation.keys(right, focus)::contains))
                            .toItems();
        }

        @Override
        public Reach reach() {
            return left.reach().and(right.reach());
        }
    }
}
