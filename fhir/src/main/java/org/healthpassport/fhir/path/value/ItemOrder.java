package org.healthpassport.fhir.path.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.fhir.element.Element;

/** Compares two items, if they can be compared. */
public final class ItemOrder {
    private static final Set<String> DATED = Set.of("date", "dateTime", "instant");

    private ItemOrder() {}

    /** The sign as in {@link Comparable}; empty if the items cannot be compared. */
    public static OptionalInt compare(Item left, Item right) {
        Optional<Object> first = left.value();
        Optional<Object> second = right.value();
        if (first.isPresent() && second.isPresent()) {
            return compareValues(left, first.get(), right, second.get());
        }
        return left instanceof Item.OfElement one && right instanceof Item.OfElement other
                ? compareQuantities(one.element(), other.element())
                : OptionalInt.empty();
    }

    private static OptionalInt compareValues(Item left, Object first, Item right, Object second) {
        if (first instanceof BigDecimal number && second instanceof BigDecimal other) {
            return OptionalInt.of(number.compareTo(other));
        }
        if (first instanceof String text && second instanceof String other) {
            return isDated(left) && isDated(right)
                    ? PartialDate.parse(text).compare(PartialDate.parse(other))
                    : OptionalInt.of(text.compareTo(other));
        }
        return OptionalInt.empty();
    }

    private static boolean isDated(Item item) {
        return item instanceof Item.OfElement one
                && DATED.contains(one.element().type().name());
    }

    /** Compares quantities of the same unit only, as converting units needs UCUM. */
    private static OptionalInt compareQuantities(Element left, Element right) {
        boolean comparable = Stream.of("system", "code", "unit")
                .allMatch(name -> Objects.equals(value(left, name), value(right, name)));
        return comparable
                        && value(left, "value").orElse("") instanceof BigDecimal number
                        && value(right, "value").orElse("") instanceof BigDecimal other
                ? OptionalInt.of(number.compareTo(other))
                : OptionalInt.empty();
    }

    private static Optional<Object> value(Element element, String child) {
        List<Element> children = element.children(child);
        return children.isEmpty() ? Optional.empty() : children.get(0).value();
    }
}
