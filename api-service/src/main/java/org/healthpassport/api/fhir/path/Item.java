package org.healthpassport.api.fhir.path;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.api.fhir.element.Element;

/** What collections are made of: elements of the resource, and values that were computed. */
sealed interface Item {
    /** A String, a BigDecimal or a Boolean; elements with parts have none. */
    Optional<Object> value();

    /** Equal for items that are equal; elements with parts equal only themselves, which is all that is needed. */
    default Object key() {
        return value().map(value -> value instanceof BigDecimal number ? number.stripTrailingZeros() : value)
                .orElse(this);
    }

    /** The elements among these, without what was computed. */
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
