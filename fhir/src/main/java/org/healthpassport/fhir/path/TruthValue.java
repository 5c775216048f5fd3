package org.healthpassport.fhir.path;

import java.util.List;

/** The three truth values of FHIRPath, the third being the empty collection. */
enum TruthValue {
    TRUE(List.of(Item.of(true))),
    FALSE(List.of(Item.of(false))),
    UNKNOWN(List.of());

    private final List<Item> items;

    TruthValue(List<Item> items) {
        this.items = items;
    }

    static TruthValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A single item that is not a Boolean counts as true. */
    static TruthValue of(List<Item> items) {
        return items.size() == 1 ? of(!Boolean.FALSE.equals(items.get(0).value().orElse(true))) : UNKNOWN;
    }

    List<Item> toItems() {
        return items;
    }

    TruthValue not() {
        return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
    }

    TruthValue and(TruthValue other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    TruthValue or(TruthValue other) {
        return not().and(other.not()).not();
    }

    TruthValue xor(TruthValue other) {
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : of(this != other);
    }
}
