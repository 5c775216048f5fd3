package org.healthpassport.audit.merkle;

/** A complete subtree: the 2^level leaves from {@code index * 2^level} on. Level 0 is a single leaf. */
public record Subtree(int level, long index) {
    public Subtree {
        if (level < 0 || level > 62 || index < 0 || index >= Long.MAX_VALUE >> level) {
            throw new IllegalArgumentException("Expected a subtree, but level is " + level + ", index " + index + ".");
        }
    }

    /** The number of the first leaf after this subtree. */
    public long end() {
        return (index + 1) << level;
    }
}
