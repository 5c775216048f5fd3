package org.healthpassport.api.fhir.path;

import java.util.List;

/** An expression of FHIRPath, which makes a collection out of another one, the focus. */
sealed interface Expression {
    List<Item> evaluate(List<Item> focus, Evaluation evaluation);

    Reach reach();

    /** What the result depends on; the less, the longer it can be kept. */
    enum Reach {
        ROOT_RESOURCE,
        RESOURCE,
        FOCUS;

        Reach and(Reach other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /** The focus itself. */
    record Focus() implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
            return focus;
        }

        @Override
        public Reach reach() {
            return Reach.FOCUS;
        }
    }

    record Literal(Object value) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
            return List.of(Item.of(value));
        }

        @Override
        public Reach reach() {
            return Reach.ROOT_RESOURCE;
        }
    }

    /** What an environment variable stands for. */
    enum Constant implements Expression {
        RESOURCE(Reach.RESOURCE),
        ROOT_RESOURCE(Reach.ROOT_RESOURCE);

        private final Reach reach;

        Constant(Reach reach) {
            this.reach = reach;
        }

        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
            return List.of(Item.of(this == RESOURCE ? evaluation.resource() : evaluation.rootResource()));
        }

        @Override
        public Reach reach() {
            return reach;
        }
    }

    /** The children with a name. */
    record Child(Expression source, String name) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
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

    /** Those that are of a type. */
    record OfType(Expression source, String type) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
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

    /** A function that takes values, of which each is computed for the focus. */
    record Call(Expression source, Function function, List<Expression> arguments) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
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

    /** Those for which a criterion is true. */
    record Where(Expression source, Expression criterion) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
            return source.evaluate(focus, evaluation).stream()
                    .filter(item -> Truth.of(criterion.evaluate(List.of(item), evaluation)) == Truth.TRUE)
                    .toList();
        }

        @Override
        public Reach reach() {
            return source.reach();
        }
    }

    record Operation(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
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
     * Whether what is on the left is among what is on the right, which is looked up, as there can be thousands.
     * FHIRPath knows one on the left only; of several, any will do, as HL7's validator has it.
     */
    record In(Expression left, Expression right) implements Expression {
        @Override
        public List<Item> evaluate(List<Item> focus, Evaluation evaluation) {
            List<Item> sought = left.evaluate(focus, evaluation);
            return sought.isEmpty()
                    ? List.of()
                    : Truth.of(sought.stream().map(Item::key).anyMatch(evaluation.keys(right, focus)::contains))
                            .toItems();
        }

        @Override
        public Reach reach() {
            return left.reach().and(right.reach());
        }
    }
}
