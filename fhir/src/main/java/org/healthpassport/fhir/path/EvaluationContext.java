package org.healthpassport.fhir.path;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.path.Expression.Reach;
import org.healthpassport.fhir.path.value.Item;
import org.jspecify.annotations.Nullable;

/** The context of expressions over one resource: its variables, and results that can be reused. */
public final class EvaluationContext {
    private final Element resource;
    private final Element rootResource;
    private final @Nullable Element context;
    private final Memory ofResource;
    private final Memory ofRoot;
    private @Nullable Memory ofContext;

    private EvaluationContext(
            Element resource, Element rootResource, @Nullable Element context, Memory ofResource, Memory ofRoot) {
        this.resource = resource;
        this.rootResource = rootResource;
        this.context = context;
        this.ofResource = ofResource;
        this.ofRoot = ofRoot;
    }

    /** The context of a resource that is not contained in another one. */
    public static EvaluationContext of(Element rootResource) {
        return new EvaluationContext(rootResource, rootResource, null, new Memory(), new Memory());
    }

    /** The context of a resource that is contained in this one. */
    public EvaluationContext contained(Element inner) {
        return new EvaluationContext(inner, rootResource, null, new Memory(), ofRoot);
    }

    /** The context of all expressions for one element of this resource. */
    EvaluationContext about(Element element) {
        return new EvaluationContext(resource, rootResource, element, ofResource, ofRoot);
    }

    Element resource() {
        return resource;
    }

    Element rootResource() {
        return rootResource;
    }

    /** The element that the whole expression is evaluated for; null outside of expressions. */
    @Nullable
    Element context() {
        return context;
    }

    /** The contained resource that a Reference leads to. */
    Optional<Element> target(Element reference) {
        Map<String, Element> contained = ofRoot.contained;
        if (contained == null) {
            contained = containedByUri();
            ofRoot.contained = contained;
        }
        return text(reference, "reference").map(contained::get);
    }

    private Map<String, Element> containedByUri() {
        Map<String, Element> byUri = new HashMap<>();
        rootResource
                .children("contained")
                .forEach(one -> text(one, "id").ifPresent(id -> byUri.putIfAbsent("#" + id, one)));
        return byUri;
    }

    private static Optional<String> text(Element element, String child) {
        return element.children(child).stream()
                .flatMap(found -> found.value().stream())
                .map(Object::toString)
                .findFirst();
    }

    /** The result of an expression that does not depend on the focus. */
    List<Item> items(Expression expression) {
        return memory(expression.reach()).items.computeIfAbsent(expression, e -> e.evaluate(List.of(), this));
    }

    /** The keys of the result of an expression. */
    Set<Object> keys(Expression expression, List<Item> focus) {
        return expression.reach().focus()
                ? compute(expression, focus)
                : memory(expression.reach()).keys.computeIfAbsent(expression, e -> compute(e, focus));
    }

    private Memory memory(Reach reach) {
        if (reach.context()) {
            if (ofContext == null) {
                ofContext = new Memory();
            }
            return ofContext;
        }
        return reach.resource() ? ofResource : ofRoot;
    }

    private Set<Object> compute(Expression expression, List<Item> focus) {
        return expression.evaluate(focus, this).stream().map(Item::key).collect(toUnmodifiableSet());
    }

    /** Results, by the expressions that gave them, and the contained resources once they are asked for. */
    private static final class Memory {
        private final IdentityHashMap<Expression, List<Item>> items = new IdentityHashMap<>(4);
        private final IdentityHashMap<Expression, Set<Object>> keys = new IdentityHashMap<>(4);
        private @Nullable Map<String, Element> contained;
    }
}
