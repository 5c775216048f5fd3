package org.healthpassport.audit.merkle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The state that a tree needs in order to grow: the roots of its largest complete subtrees, from left to right, one for every
 * bit that is set in its size, so at most 63.
 */
public record Frontier(long size, List<Hash> peaks) {
    public static final Frontier EMPTY = new Frontier(0, List.of());

    public Frontier {
        peaks = List.copyOf(peaks);
        if (size < 0 || peaks.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "Expected a hash for every bit of " + size + ", but there are " + peaks.size() + ".");
        }
    }

    public Frontier append(List<Hash> leaves) {
        return append(leaves, (subtree, hash) -> {});
    }

    /** Appends leaves and reports every subtree that became complete, lower levels first; each is hashed once. */
    public Frontier append(List<Hash> leaves, BiConsumer<Subtree, Hash> completed) {
        Deque<Hash> stack = new ArrayDeque<>(peaks);
        long count = size;
        for (Hash leaf : leaves) {
            Hash hash = leaf;
            int level = 0;
            completed.accept(new Subtree(0, count), hash);
            while ((count >> level & 1) == 1) {
                hash = Hash.node(stack.removeLast(), hash);
                level++;
                completed.accept(new Subtree(level, count >> level), hash);
            }
            stack.addLast(hash);
            count++;
        }
        return new Frontier(count, List.copyOf(stack));
    }

    public Hash root() {
        if (peaks.isEmpty()) {
            return Hash.OF_EMPTY_TREE;
        }
        Hash root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = Hash.node(peaks.get(i), root);
        }
        return root;
    }
}
