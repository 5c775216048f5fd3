package org.healthpassport.fhir.path.value;

import java.util.List;

/** The three truth values of FHIRPath, the third being the empty collection. */
public enum TruthValue {
    TRUE(List.of(Item.of(true))),
    FALSE(List.of(Item.of(false))),
    UNKNOWN(List.of());

    private final List<Item> items;

    TruthValue(List<Item> items) {
        this.items = items;
    }

    public static TruthValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A single item that is not a Boolean counts as true. */
    public static TruthValue of(List<Item> items) {
        return items.size() == 1 ? of(!Boolean.FALSE.equals(items.get(0).value().orElse(true))) : UNKNOWN;
    }

    public List<Item> toItems() {
        return items;
    }

    public TruthValue not() {
        return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
    }

    public TruthValue and(TruthValue other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    public TruthValue or(TruthValue other) {
        return not().and(other.not()).not();
    }

    public TruthValue xor(TruthValue other) {
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : of(this != other);
    }
}
