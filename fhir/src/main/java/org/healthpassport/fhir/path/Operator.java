package org.healthpassport.fhir.path;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import org.healthpassport.fhir.path.value.Item;
import org.healthpassport.fhir.path.value.ItemOrder;
import org.healthpassport.fhir.path.value.TruthValue;

/** Binary operators, in groups of rising precedence. */
enum Operator {
    IMPLIES("implies", 0, logic((left, right) -> left.not().or(right))),
    OR("or", 1, logic(TruthValue::or)),
    XOR("xor", 1, logic(TruthValue::xor)),
    AND("and", 2, logic(TruthValue::and)),
    EQUAL("=", 4, (left, right) -> equality(left, right).toItems()),
    NOT_EQUAL("!=", 4, (left, right) -> equality(left, right).not().toItems()),
    LESS_OR_EQUAL("<=", 5, order(sign -> sign <= 0)),
    GREATER_OR_EQUAL(">=", 5, order(sign -> sign >= 0)),
    LESS("<", 5, order(sign -> sign < 0)),
    GREATER(">", 5, order(sign -> sign > 0)),
    UNION("|", 6, Operator::union),
    PLUS("+", 8, Operator::sum),
    AMPERSAND("&", 8, (left, right) -> List.of(Item.of(PathFunction.text(left) + PathFunction.text(right))));

    /** The precedence of {@code in} and {@code contains}, between {@code and} and equality. */
    static final int PRECEDENCE_OF_MEMBERSHIP = 3;

    /** The precedence of {@code is} and {@code as}, between union and addition. */
    static final int PRECEDENCE_OF_TYPES = 7;

    static final int HIGHEST_PRECEDENCE = 8;

    final String symbol;
    final int precedence;
    private final BinaryOperator<List<Item>> meaning;

    Operator(String symbol, int precedence, BinaryOperator<List<Item>> meaning) {
        this.symbol = symbol;
        this.precedence = precedence;
        this.meaning = meaning;
    }

    List<Item> apply(List<Item> left, List<Item> right) {
        return meaning.apply(left, right);
    }

    /** True if the left side alone decides the result. */
    boolean decides(List<Item> left) {
        return switch (this) {
            case OR -> TruthValue.of(left) == TruthValue.TRUE;
            case AND, IMPLIES -> TruthValue.of(left) == TruthValue.FALSE;
            default -> false;
        };
    }

    private static BinaryOperator<List<Item>> logic(BinaryOperator<TruthValue> meaning) {
        return (left, right) ->
                meaning.apply(TruthValue.of(left), TruthValue.of(right)).toItems();
    }

    private static TruthValue equality(List<Item> left, List<Item> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return TruthValue.UNKNOWN;
        }
        if (left.size() == 1 && right.size() == 1) {
            return TruthValue.of(left.get(0).key().equals(right.get(0).key()));
        }
        return TruthValue.of(left.stream()
                .map(Item::key)
                .toList()
                .equals(right.stream().map(Item::key).toList()));
    }

    private static BinaryOperator<List<Item>> order(IntPredicate expected) {
        return (left, right) -> {
            if (left.size() != 1 || right.size() != 1) {
                return List.of();
            }
            OptionalInt sign = ItemOrder.compare(left.get(0), right.get(0));
            return sign.isPresent()
                    ? TruthValue.of(expected.test(sign.getAsInt())).toItems()
                    : List.of();
        };
    }

    private static List<Item> union(List<Item> left, List<Item> right) {
        Map<Object, Item> distinct = new LinkedHashMap<>();
        left.forEach(item -> distinct.putIfAbsent(item.key(), item));
        right.forEach(item -> distinct.putIfAbsent(item.key(), item));
        return new ArrayList<>(distinct.values());
    }

    /** Two numbers added, or two texts concatenated. */
    private static List<Item> sum(List<Item> left, List<Item> right) {
        Optional<Object> first = PathFunction.single(left);
        Optional<Object> second = PathFunction.single(right);
        if (first.orElse(0) instanceof BigDecimal number && second.orElse(0) instanceof BigDecimal other) {
            return List.of(Item.of(number.add(other)));
        }
        return first.orElse(0) instanceof String text && second.orElse(0) instanceof String other
                ? List.of(Item.of(text + other))
                : List.of();
    }
}
