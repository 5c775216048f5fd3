package org.healthpassport.fhir.path.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.element.Element;

/** An item of a collection: an element of the resource, or a computed value. */
public sealed interface Item {
    /** The value: a String, a BigDecimal or a Boolean; empty for elements with children. */
    Optional<Object> value();

    /** The name of its type in FHIR or FHIRPath. */
    String type();

    /** Equal for equal items; elements with children are equal if their JSON is. */
    Object key();

    /** The elements among the items, without computed values. */
    static Stream<Element> elements(List<Item> items) {
        return items.stream().filter(OfElement.class::isInstance).map(item -> ((OfElement) item).element());
    }

    static Item of(Element element) {
        return new OfElement(element);
    }

    static Item of(Object value) {
        return new OfValue(value);
    }

    private static Object key(Object value) {
        return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
    }

    record OfElement(Element element) implements Item {
        @Override
        public Optional<Object> value() {
            return element.value();
        }

        @Override
        public String type() {
            return element.type().name();
        }

        @Override
        public Object key() {
            return element.value().map(Item::key).orElseGet(element::content);
        }
    }

    record OfValue(Object content) implements Item {
        @Override
        public Optional<Object> value() {
            return Optional.of(content);
        }

        @Override
        public String type() {
            return content instanceof BigDecimal
                    ? "Decimal"
                    : content.getClass().getSimpleName();
        }

        @Override
        public Object key() {
            return Item.key(content);
        }
    }
}
