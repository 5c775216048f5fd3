package org.healthpassport.fhir.path;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.element.Element;

/** An item of a collection: an element of the resource, or a computed value. */
sealed interface Item {
    /** The value: a String, a BigDecimal or a Boolean; null for elements with children. */
    Optional<Object> value();

    /** Equal for equal items; elements with children equal only themselves, which is all that invariants need. */
    default Object key() {
        return value().map(value -> value instanceof BigDecimal number ? number.stripTrailingZeros() : value)
                .orElse(this);
    }

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

    record OfElement(Element element) implements Item {
        @Override
        public Optional<Object> value() {
            return element.value();
        }
    }

    record OfValue(Object content) implements Item {
        @Override
        public Optional<Object> value() {
            return Optional.of(content);
        }
    }
}
