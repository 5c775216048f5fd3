package org.healthpassport.fhir.path;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.narrative.Xhtml;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.TruthValue;

/** Functions on a collection. Those that take expressions rather than values are in {@link Iteration} and {@link Step}. */
enum PathFunction {
    EXISTS("exists", 0, (items, arguments) -> truth(!items.isEmpty())),
    EMPTY("empty", 0, (items, arguments) -> truth(items.isEmpty())),
    NOT("not", 0, (items, arguments) -> TruthValue.of(items).not().toItems()),
    COUNT("count", 0, (items, arguments) -> List.of(Item.of(BigDecimal.valueOf(items.size())))),
    HAS_VALUE("hasValue", 0, (items, arguments) -> truth(single(items).isPresent())),
    CHILDREN("children", 0, (items, arguments) -> children(items)),
    DESCENDANTS("descendants", 0, (items, arguments) -> descendants(items)),
    FIRST("first", 0, (items, arguments) -> items.isEmpty() ? items : items.subList(0, 1)),
    TAIL("tail", 0, (items, arguments) -> items.isEmpty() ? items : items.subList(1, items.size())),
    IS_DISTINCT("isDistinct", 0, (items, arguments) -> truth(isDistinct(items))),
    COMBINE(
            "combine",
            1,
            (items, arguments) ->
                    Stream.concat(items.stream(), arguments.get(0).stream()).toList()),
    TO_INTEGER("toInteger", 0, (items, arguments) -> toInteger(text(items))),
    TO_STRING(
            "toString",
            0,
            (items, arguments) -> single(items)
                    .map(value -> List.of(
                            Item.of(value instanceof BigDecimal number ? number.toPlainString() : value.toString())))
                    .orElse(List.of())),
    /** False for an empty collection, as in HL7's validator: references without a URL must pass ref-1. */
    STARTS_WITH(
            "startsWith",
            1,
            (items, arguments) -> truth(text(items).startsWith(text(arguments.get(0))) && !items.isEmpty())),
    CONTAINS("contains", 1, (items, arguments) -> truth(text(items).contains(text(arguments.get(0))))),
    SUBSTRING("substring", 1, (items, arguments) -> substring(text(items), arguments.get(0))),
    TRACE("trace", 1, (items, arguments) -> items),
    /** True if a narrative has only allowed markup, and something to read (narrative.html, txt-1 and txt-2). */
    HTML_CHECKS("htmlChecks", 0, (items, arguments) -> truth(Xhtml.isNarrative(text(items))));

    /** As many digits as a 32-bit number can have. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,10}");

    final String spelling;
    final int arity;
    private final BiFunction<List<Item>, List<List<Item>>, List<Item>> meaning;

    PathFunction(String spelling, int arity, BiFunction<List<Item>, List<List<Item>>, List<Item>> meaning) {
        this.spelling = spelling;
        this.arity = arity;
        this.meaning = meaning;
    }

    List<Item> apply(List<Item> items, List<List<Item>> arguments) {
        return meaning.apply(items, arguments);
    }

    private static List<Item> truth(boolean value) {
        return TruthValue.of(value).toItems();
    }

    /** The value of the only item. */
    static Optional<Object> single(List<Item> items) {
        return items.size() == 1 ? items.get(0).value() : Optional.empty();
    }

    /** The value of the only item as a text; empty without one. */
    static String text(List<Item> items) {
        return single(items).map(Object::toString).orElse("");
    }

    private static List<Item> substring(String text, List<Item> start) {
        int from = single(start).orElseThrow() instanceof BigDecimal number ? number.intValueExact() : 0;
        return from < text.length() ? List.of(Item.of(text.substring(from))) : List.of();
    }

    private static boolean isDistinct(List<Item> items) {
        Set<Object> keys = new HashSet<>();
        return items.stream().map(Item::key).allMatch(keys::add);
    }

    private static List<Item> toInteger(String text) {
        return INTEGER.matcher(text).matches() ? List.of(Item.of(new BigDecimal(text))) : List.of();
    }

    private static List<Item> children(List<Item> items) {
        return Item.elements(items)
                .flatMap(element -> element.children().stream())
                .map(Item::of)
                .toList();
    }

    private static List<Item> descendants(List<Item> items) {
        List<Item> all = new ArrayList<>();
        Deque<Element> pending = new ArrayDeque<>();
        Item.elements(items).forEach(element -> pending.addAll(element.children()));
        while (!pending.isEmpty()) {
            Element element = pending.remove();
            all.add(Item.of(element));
            pending.addAll(element.children());
        }
        return all;
    }
}
