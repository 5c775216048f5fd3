package org.healthpassport.fhir.path;

import java.util.List;
import java.util.Objects;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.value.Item;

/** The expressions that a path can begin with. */
sealed interface Term extends Expression {
    /** Gives the focus. */
    record Focus() implements Term {
        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return focus;
        }

        @Override
        public Reach reach() {
            return Reach.FOCUS;
        }
    }

    record Literal(Object value, List<Item> items) implements Term {
        Literal(Object value) {
            this(value, List.of(Item.of(value)));
        }

        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            return items;
        }

        @Override
        public Reach reach() {
            return Reach.NOTHING;
        }
    }

    /** Gives the value of an environment variable. */
    enum Variable implements Term {
        RESOURCE(Reach.RESOURCE),
        ROOT_RESOURCE(Reach.NOTHING),
        CONTEXT(Reach.CONTEXT);

        private final Reach reach;

        Variable(Reach reach) {
            this.reach = reach;
        }

        @Override
        public List<Item> evaluate(List<Item> focus, EvaluationContext evaluation) {
            Element element = switch (this) {
                case RESOURCE -> evaluation.resource();
                case ROOT_RESOURCE -> evaluation.rootResource();
                case CONTEXT -> Objects.requireNonNull(evaluation.context());
            };
            return List.of(Item.of(element));
        }

        @Override
        public Reach reach() {
            return reach;
        }
    }
}
