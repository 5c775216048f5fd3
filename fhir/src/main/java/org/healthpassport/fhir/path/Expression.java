package org.healthpassport.fhir.path;

import java.util.List;
import org.healthpassport.fhir.path.value.Item;

/** An expression of FHIRPath, which turns a collection, the focus, into another one. */
interface Expression {
    List<Item> evaluate(List<Item> focus, EvaluationContext evaluation);

    Reach reach();

    /**
     * The input on which the result depends, besides the resource at the root; the less it is, the longer the result can
     * be reused.
     *
     * @param resource true if it depends on {@code %resource}
     * @param context true if it depends on {@code %context}
     * @param focus true if it depends on the focus
     */
    record Reach(boolean resource, boolean context, boolean focus) {
        static final Reach NOTHING = new Reach(false, false, false);
        static final Reach RESOURCE = new Reach(true, false, false);
        static final Reach CONTEXT = new Reach(false, true, false);
        static final Reach FOCUS = new Reach(false, false, true);

        Reach and(Reach other) {
            return new Reach(resource || other.resource, context || other.context, focus || other.focus);
        }

        /** The reach of an iteration whose criterion this is, as the focus of a criterion is the item. */
        Reach overItems() {
            return new Reach(resource, context, false);
        }
    }
}
