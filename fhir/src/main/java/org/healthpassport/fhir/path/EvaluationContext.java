package org.healthpassport.fhir.path;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.healthpassport.fhir.element.Element;

/** The context of all expressions over one resource: {@code %resource}, and results that can be reused. */
public final class EvaluationContext {
    private final Element resource;
    private final Element rootResource;
    private final IdentityHashMap<Expression, Set<Object>> ofResource = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Set<Object>> ofRoot;

    private EvaluationContext(Element resource, Element rootResource, IdentityHashMap<Expression, Set<Object>> ofRoot) {
        this.resource = resource;
        this.rootResource = rootResource;
        this.ofRoot = ofRoot;
    }

    /** The context of a resource that is not contained in another one. */
    public static EvaluationContext of(Element rootResource) {
        return new EvaluationContext(rootResource, rootResource, new IdentityHashMap<>());
    }

    /** The context of a resource that is contained in this one. */
    public EvaluationContext contained(Element inner) {
        return new EvaluationContext(inner, rootResource, ofRoot);
    }

    Element resource() {
        return resource;
    }

    Element rootResource() {
        return rootResource;
    }

    /** Without this cache, a thousand contained resources would look at all elements a thousand times. */
    Set<Object> keys(Expression expression, List<Item> focus) {
        return switch (expression.reach()) {
            case ROOT_RESOURCE -> ofRoot.computeIfAbsent(expression, e -> compute(e, focus));
            case RESOURCE -> ofResource.computeIfAbsent(expression, e -> compute(e, focus));
            case FOCUS -> compute(expression, focus);
        };
    }

    private Set<Object> compute(Expression expression, List<Item> focus) {
        return expression.evaluate(focus, this).stream().map(Item::key).collect(toUnmodifiableSet());
    }
}
